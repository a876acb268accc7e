package dev.plat.domains.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.DomainsTier;
import dev.plat.domains.check.DnsLine;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Ann holds a name, Bob proves it too: the DNS decides, and never at once. */
@Servers(postgres = 2, tier = "domains")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContestIT {

    private int number;
    private String name = "";
    private Router router;
    private World world;
    private Id ann;
    private Id bob;
    private DnsLine anns;

    @BeforeAll
    void open(PostgresServers servers) {
        router = DomainsTier.open(servers);
    }

    @BeforeEach
    void start() {
        name = "www.contest" + ++number + ".test";
        world = new World(router, new Random());
        ann = world.account();
        bob = world.account();
        world.prove(ann, name);
        world.settle();
        anns = world.proof(ann, name);
        world.claim(bob, name);
        world.zone.text(world.proof(bob, name));
    }

    @AfterAll
    void close() {
        router.close();
    }

    @Test
    void whereTheHoldersRecordIsGoneTheNameMovesAtTheSecondLookAnHourLater() {
        world.zone.noText(anns);
        world.look(bob, name);
        world.later(Duration.ofMinutes(59));
        world.look(bob, name);
        world.settle();
        assertServed(ann);

        world.later(Duration.ofMinutes(1));
        world.look(bob, name);
        assertThat(world.holder(name)).as("Ann's site goes off first").isEmpty();
        world.settle();
        assertThat(world.served(name)).isEmpty();
        world.checks.ifDue(name, bob);
        world.settle();

        assertServed(bob);
        assertThat(world.views.of(ann, world.name(name))).isEmpty();
        assertThat(world.views.ofSite(world.siteOf(ann))).isEmpty();
        // And Ann may ask again, like anybody.
        assertThat(world.claim(ann, name)).isTrue();
    }

    @Test
    void nobodyHoldsTheNameBeforeEveryNodeKnowsThatItIsOff() {
        world.zone.noText(anns);
        world.look(bob, name);
        world.later(Duration.ofHours(1));
        world.deaf = 1;
        world.look(bob, name);
        world.settle();
        world.look(bob, name);
        world.settle();
        assertThat(world.served(name)).as("by the deaf node").containsExactly(world.siteOf(ann));
        assertThat(world.holder(name)).isEmpty();

        world.deaf = -1;
        world.settle();
        assertThat(world.served(name)).isEmpty();
        world.checks.ifDue(name, bob);
        world.settle();
        assertServed(bob);
    }

    @Test
    void aRecordThatIsGoneForAMomentKeepsTheName() {
        world.zone.noText(anns);
        world.look(bob, name);
        world.later(Duration.ofMinutes(50));
        world.zone.text(anns);
        world.look(bob, name);
        world.zone.noText(anns);
        world.later(Duration.ofMinutes(20));
        world.look(bob, name);
        world.later(Duration.ofMinutes(59));
        world.look(bob, name);
        world.settle();

        assertServed(ann);
    }

    @Test
    void whereTheHoldersRecordStandsTheHolderIsToldAndHas72Hours() {
        world.look(bob, name);
        assertThat(world.journal.audit).contains("name.contested " + name);
        assertThat(world.view(ann, name).contest()).isNotNull();
        assertThat(world.view(ann, name).decidesAt())
                .isEqualTo(world.now().plus(Duration.ofDays(3)));

        world.zone.noText(anns);
        for (int hour = 0; hour < 71; hour++) {
            world.later(Duration.ofHours(1));
            world.look(bob, name);
            world.settle();
            assertServed(ann);
        }
        world.later(Duration.ofHours(1));
        world.look(bob, name);
        world.settle();
        world.checks.ifDue(name, bob);
        world.settle();
        assertServed(bob);
    }

    @Test
    void whoKeepsTheRecordKeepsTheName() {
        for (int day = 0; day < 10; day++) {
            world.look(bob, name);
            world.later(Duration.ofDays(1));
        }
        world.settle();

        assertServed(ann);
        assertThat(world.status(bob, name)).isEqualTo(NameStatus.PROVEN);
    }

    @Test
    void serversThatAreSilentDecideNothing() {
        world.zone.noText(anns);
        world.look(bob, name);
        world.zone.silent(name, true);
        world.later(Duration.ofHours(2));
        world.look(bob, name);
        world.settle();

        assertServed(ann);
    }

    @Test
    void aChallengerWhoseRecordGoesStartsOver() {
        world.zone.noText(anns);
        world.look(bob, name);
        world.zone.noText(world.proof(bob, name));
        world.later(Duration.ofMinutes(30));
        world.look(bob, name);
        assertThat(world.status(bob, name)).isEqualTo(NameStatus.CLAIMED);
        world.zone.text(world.proof(bob, name));
        world.later(Duration.ofMinutes(31));
        world.look(bob, name);
        world.settle();
        assertServed(ann);
    }

    @Test
    void whoLetsGoInAContestEndsIt() {
        world.look(bob, name);
        world.release(ann, name);
        world.settle();
        world.checks.ifDue(name, bob);
        world.settle();

        assertServed(bob);
        assertThat(world.view(bob, name).contest()).isNull();
    }

    private void assertServed(Id account) {
        assertThat(world.served(name)).containsExactly(world.siteOf(account));
        assertThat(world.holder(name)).contains(world.siteOf(account));
    }
}
