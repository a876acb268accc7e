package dev.plat.domains.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.domains.DomainsTier;
import dev.plat.domains.check.DnsLine;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A domain that was registered here is proven by that: for its account, and for no other. */
@Servers(postgres = 2, tier = "domains")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistrationProvesIT {

    private int number;
    private String domain = "";
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
        domain = "bought" + ++number + ".test";
        world = new World(router, new Random());
        ann = world.account();
        bob = world.account();
    }

    @AfterAll
    void close() {
        router.close();
    }

    private boolean take(Id account, String name) {
        return world.bought.take(account, world.siteOf(account), world.name(name), null);
    }

    @Test
    void itIsHeldAtOnceWithTheNamesBelowAndNothingIsToBeSet() {
        world.registered.put(domain, ann);

        assertThat(take(ann, domain)).isTrue();
        assertThat(take(ann, "www." + domain)).isTrue();
        world.settle();

        assertThat(world.served(domain)).containsExactly(world.siteOf(ann));
        assertThat(world.served("www." + domain)).containsExactly(world.siteOf(ann));
        assertThat(world.view(ann, domain).records()).isEmpty();
        assertThat(take(ann, domain)).as("a repeat").isTrue();
    }

    @Test
    void anotherAccountProvesNothingByIt() {
        world.registered.put(domain, ann);

        assertThat(take(bob, domain)).isFalse();
        world.look(bob, domain);

        assertThat(world.status(bob, domain)).isEqualTo(NameStatus.CLAIMED);
        assertThat(world.holder(domain)).isEmpty();
    }

    @Test
    void aNameThatWasClaimedBeforeIsProvenByTheNextLook() {
        world.claim(ann, domain);
        world.look(ann, domain);
        assertThat(world.holder(domain)).isEmpty();

        world.registered.put(domain, ann);
        world.look(ann, domain);

        assertThat(world.holder(domain)).contains(world.siteOf(ann));
    }

    @Test
    void whoHeldTheNameBeforeLosesItOnlyAsTheDnsDecides() {
        world.prove(bob, domain);
        DnsLine bobs = world.proof(bob, domain);
        world.registered.put(domain, ann);

        assertThat(take(ann, domain)).isFalse();
        assertThat(world.holder(domain)).contains(world.siteOf(bob));
        world.zone.noText(bobs);
        world.look(ann, domain);
        world.later(Duration.ofHours(1));
        world.look(ann, domain);
        world.settle();
        world.checks.ifDue(domain, ann);

        assertThat(world.holder(domain)).contains(world.siteOf(ann));
    }

    @Test
    void whatWasBoughtDoesNotCountAgainstTheClaimsOfAnHour() {
        world.registered.put(domain, ann);
        for (int i = 0; i < 15; i++) {
            assertThat(take(ann, "n" + i + "." + domain)).isTrue();
        }
        assertThatThrownBy(() -> world.bought.requireRoom(ann, world.siteOf(ann), 6))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("plan-limit");
        world.bought.requireRoom(ann, world.siteOf(ann), 5);
    }
}
