package dev.plat.domains.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.domains.DomainsTier;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What hosting is told of a name, late, twice and with a node that does not hear. */
@Servers(postgres = 2, tier = "domains")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryIT {

    private static final Duration MOMENT = Duration.ofMillis(80);

    private int number;
    private String name = "";
    private Router router;
    private World world;
    private Id ann;

    @BeforeAll
    void open(PostgresServers servers) {
        router = DomainsTier.open(servers);
    }

    @BeforeEach
    void start() {
        name = "deliver" + ++number + ".test";
        world = new World(router, new Random());
        ann = world.account();
        world.prove(ann, name);
    }

    @AfterAll
    void close() {
        router.close();
    }

    @Test
    void anEventThatComesLateSaysWhatIsTrueNow() {
        world.release(ann, name);
        accept();
        accept();

        assertThat(world.served(name)).isEmpty();
        assertThat(world.nodes.getFirst().values())
                .extracting(HeldHosts.Standing::version)
                .containsExactly(2L);
        assertThat(world.held.find(name).orElseThrow().leaving()).isFalse();
    }

    @Test
    void aNodeThatDoesNotHearIsNamedAndTheEventComesAgain() {
        accept();
        world.deaf = 1;
        world.release(ann, name);

        assertThatThrownBy(this::accept).isInstanceOf(PlatException.class);
        Delivery.Reach reach = world.delivery.deliver(name, Deadline.in(MOMENT));
        assertThat(reach.reached()).isEqualTo(1);
        assertThat(reach.missing()).containsExactly("node-1");
        assertThat(world.held.find(name).orElseThrow().leaving()).isTrue();

        world.deaf = -1;
        accept();
        assertThat(world.held.find(name).orElseThrow().leaving()).isFalse();
        assertThat(world.served(name)).isEmpty();
    }

    @Test
    void aConfirmationOfAnOlderVersionFreesNothing() {
        accept();
        world.release(ann, name);
        assertThat(world.held.confirmOff(name, 1)).isFalse();
        assertThat(world.held.confirmOff(name, 2)).isTrue();
        assertThat(world.held.confirmOff(name, 2)).isFalse();
    }

    /** Versions go on where they were, whoever holds the name: hosting keeps the highest. */
    @Test
    void theNextHoldersVersionIsHigher() {
        accept();
        world.release(ann, name);
        accept();
        Id bob = world.account();
        world.prove(bob, name);
        accept();

        assertThat(world.held.find(name).orElseThrow().version()).isEqualTo(3);
        assertThat(world.served(name)).containsExactly(world.siteOf(bob));
    }

    private void accept() {
        world.delivery.accept(ClaimStore.key(name).bucket(), Map.of("name", name));
    }
}
