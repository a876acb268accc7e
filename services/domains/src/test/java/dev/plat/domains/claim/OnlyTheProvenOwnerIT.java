package dev.plat.domains.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plat.domains.DomainsTier;
import dev.plat.domains.check.DnsLine;
import dev.plat.domains.name.HostName;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A name serves only the site of an account that has shown control of it, over two shards. */
@Servers(postgres = 2, tier = "domains")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnlyTheProvenOwnerIT {

    private int number;
    private String domain = "";
    private String name = "";
    private Router router;
    private World world;
    private Id ann;
    private Id bob;

    @BeforeAll
    void open(PostgresServers servers) {
        router = DomainsTier.open(servers);
    }

    @BeforeEach
    void start() {
        domain = "own" + ++number + ".test";
        name = "shop." + domain;
        world = new World(router, new Random());
        ann = world.account();
        bob = world.account();
    }

    @AfterAll
    void close() {
        router.close();
    }

    @Test
    void aNameServesASiteOnceItsProofIsSeenAndNotBefore() {
        assertThat(world.claim(ann, name)).isTrue();
        assertThat(world.claim(ann, name)).as("the same again").isFalse();
        world.zone.alias(name, Zone.EDGE);
        world.look(ann, name);
        world.settle();
        assertThat(world.status(ann, name)).isEqualTo(NameStatus.CLAIMED);
        assertThat(world.served(name)).isEmpty();
        assertThat(world.view(ann, name).findings())
                .extracting(FindingSql.Kept::code)
                .containsExactly("proof-missing");

        world.zone.text(world.proof(ann, name));
        world.look(ann, name);
        assertThat(world.status(ann, name)).isEqualTo(NameStatus.PROVEN);
        world.look(ann, name);
        world.settle();

        assertThat(world.status(ann, name)).isEqualTo(NameStatus.ROUTED);
        assertThat(world.served(name)).containsExactly(world.siteOf(ann));
        assertThat(world.view(ann, name).findings()).isEmpty();
    }

    @Test
    void aReleasedNameIsOffEveryNodeAndNeedsANewProofFromAnybody() {
        world.prove(ann, name);
        world.settle();
        DnsLine left = world.proof(ann, name);
        world.release(ann, name);
        world.settle();
        assertThat(world.served(name)).isEmpty();

        // The record that was left behind proves nothing for whoever comes, the old account too.
        world.claim(bob, name);
        world.look(bob, name);
        world.claim(ann, name);
        world.look(ann, name);
        world.settle();
        assertThat(world.proof(ann, name)).isNotEqualTo(left);
        assertThat(world.status(ann, name)).isEqualTo(NameStatus.CLAIMED);
        assertThat(world.status(bob, name)).isEqualTo(NameStatus.CLAIMED);
        assertThat(world.served(name)).isEmpty();

        world.zone.text(world.proof(bob, name));
        world.look(bob, name);
        world.settle();
        assertThat(world.served(name)).containsExactly(world.siteOf(bob));
    }

    @Test
    void aNameThatPointsHereIsNobodysByThat() {
        world.prove(ann, name);
        world.zone.alias(name, Zone.EDGE);
        world.zone.alias("*." + domain, Zone.EDGE);
        world.release(ann, name);
        world.settle();

        for (String each : List.of(name, "other." + domain)) {
            world.claim(bob, each);
            world.look(bob, each);
            world.settle();
            assertThat(world.status(bob, each)).isEqualTo(NameStatus.CLAIMED);
            assertThat(world.served(each)).isEmpty();
        }
    }

    @Test
    void aProofOfAnotherAccountProvesNothing() {
        world.claim(ann, name);
        world.claim(bob, name);
        DnsLine anns = world.proof(ann, name);
        DnsLine bobs = world.proof(bob, name);
        assertThat(anns.host()).isNotEqualTo(bobs.host());

        world.zone.text(anns);
        world.zone.text(new DnsLine(bobs.host(), "TXT", anns.value()));
        world.zone.text(new DnsLine(anns.host(), "TXT", bobs.value()));
        world.look(bob, name);
        world.settle();
        assertThat(world.status(bob, name)).isEqualTo(NameStatus.CLAIMED);
        assertThat(world.holder(name)).isEmpty();

        world.look(ann, name);
        world.settle();
        assertThat(world.served(name)).containsExactly(world.siteOf(ann));
    }

    @Test
    void ofTwoThatProveAtOnceOneHoldsTheName() throws Exception {
        for (int round = 0; round < 5; round++) {
            String each = "r" + round + "." + domain;
            world.claim(ann, each);
            world.claim(bob, each);
            world.zone.text(world.proof(ann, each));
            world.zone.text(world.proof(bob, each));
            HostName parsed = world.name(each);
            world.later(Duration.ofSeconds(11));
            atOnce(List.of(() -> look(parsed, ann), () -> look(parsed, bob)));
            world.settle();

            assertThat(world.served(each)).hasSize(1);
            assertThat(List.of(world.status(ann, each), world.status(bob, each)))
                    .containsOnly(NameStatus.PROVEN);
            assertThat(world.held.find(each).orElseThrow().version()).isEqualTo(1);
        }
    }

    @Test
    void whoHoldsANameIsNeverTold() {
        world.prove(ann, name);
        world.settle();

        assertThat(world.claim(bob, name)).as("a claim like any other").isTrue();
        NameViews.View before = world.view(bob, name);
        world.look(bob, name);

        assertThat(before.toString() + world.view(bob, name))
                .doesNotContain(ann.toString(), world.siteOf(ann).toString())
                .doesNotContain(ann.uuid().toString(), world.siteOf(ann).uuid().toString());
        assertThat(world.status(bob, name)).isEqualTo(NameStatus.CLAIMED);
        assertThat(world.view(bob, name).contest()).isNull();
    }

    @Test
    void anotherSiteOfTheSameAccountIsRefusedAndTold() {
        world.claim(ann, name);
        Id second = world.site(ann);

        PlatException refused =
                catchThrowableOfType(
                        PlatException.class,
                        () -> world.claims.claim(ann, second, world.name(name), null));

        assertThat(refused.code()).isEqualTo(ErrorCode.NAME_IN_USE);
        assertThat(refused.facts()).containsEntry("site", world.siteOf(ann).toString());
        assertThat(world.views.ofSite(second)).isEmpty();
        assertThat(code(() -> world.claims.claim(bob, second, world.name(name), null)))
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void aNameBelowAProvenDomainNeedsNoMoreWhereTheRecordCoversTheTree() {
        world.claim(ann, domain);
        DnsLine alone = world.proof(ann, domain);
        assertThat(alone.value()).doesNotContain(Proofs.TREE);
        world.claim(ann, name);
        DnsLine tree = world.proof(ann, domain);
        assertThat(tree.value()).endsWith(Proofs.TREE);
        assertThat(world.proof(ann, name)).isEqualTo(tree);

        world.zone.text(alone);
        world.look(ann, name);
        assertThat(world.holder(name)).as("it does not say that it covers more").isEmpty();
        world.look(ann, domain);
        assertThat(world.holder(domain)).contains(world.siteOf(ann));
        world.zone.text(tree);
        world.look(ann, name);
        assertThat(world.holder(name)).contains(world.siteOf(ann));

        // It is that account's alone.
        world.claim(bob, name);
        world.look(bob, name);
        assertThat(world.status(bob, name)).isEqualTo(NameStatus.CLAIMED);
    }

    @Test
    void theValueChangesAfterThirtyDaysAndTheOldOneCountsForSevenMore() {
        world.claim(ann, name);
        DnsLine first = world.proof(ann, name);
        world.later(Duration.ofDays(30));
        world.look(ann, name);
        assertThat(world.status(ann, name)).isEqualTo(NameStatus.PARKED);
        DnsLine second = world.proof(ann, name);
        assertThat(second.host()).isEqualTo(first.host());
        assertThat(second.value()).isNotEqualTo(first.value());
        world.claim(bob, name);
        DnsLine bobs = world.proof(bob, name);
        world.later(Duration.ofDays(30));
        world.look(bob, name);
        world.later(Duration.ofDays(7));

        world.zone.text(first);
        world.look(ann, name);
        assertThat(world.holder(name)).as("too late for the first value").isEmpty();
        world.zone.text(bobs);
        world.look(bob, name);
        assertThat(world.holder(name)).as("and for this one by seconds").isEmpty();
        // Nobody looked meanwhile, so this one was renewed by the look before only.
        world.zone.text(second);
        world.look(ann, name);
        assertThat(world.holder(name)).contains(world.siteOf(ann));
    }

    @Test
    void anOldValueThatSpreadLateStillProves() {
        world.claim(ann, name);
        DnsLine first = world.proof(ann, name);
        world.later(Duration.ofDays(30));
        world.look(ann, name);
        world.later(Duration.ofDays(6));
        world.zone.text(first);

        world.look(ann, name);

        assertThat(world.holder(name)).contains(world.siteOf(ann));
    }

    @Test
    void newsThatComeLateChangeNothing() {
        world.claim(ann, name);
        world.zone.text(world.proof(ann, name));
        world.release(ann, name);
        // The site's wish and the end of it arrive after all is done, in this order.
        world.settle();
        assertThat(world.views.of(ann, world.name(name))).isEmpty();

        world.claim(ann, name);
        world.settle();
        world.look(ann, name);
        assertThat(world.status(ann, name)).isEqualTo(NameStatus.CLAIMED);
        assertThat(world.holder(name)).isEmpty();
    }

    private boolean look(HostName parsed, Id account) {
        world.checks.now(parsed, account);
        return true;
    }

    private static void atOnce(List<Callable<Boolean>> calls) throws Exception {
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> done : pool.invokeAll(calls)) {
                done.get();
            }
        }
    }

    private static ErrorCode code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(PlatException.class, call).code();
    }
}
