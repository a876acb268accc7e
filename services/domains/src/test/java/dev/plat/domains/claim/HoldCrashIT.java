package dev.plat.domains.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.domains.DomainsTier;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that ends between the steps of a hold, and what is made of what it left. */
@Servers(postgres = 2, tier = "domains")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldCrashIT {

    private static final Duration LONGER_THAN_A_RESERVATION = Duration.ofMinutes(11);
    private int number;
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
        name = "hold" + ++number + ".test";
        world = new World(router, new Random());
        ann = world.account();
        bob = world.account();
    }

    @AfterAll
    void close() {
        router.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"proof.seen", "hold.reserved", "hold.accepted", "hold.confirmed"})
    void whatAHoldLeftBehindIsEndedByTheSweepAndTheSchedule(String point) {
        world.claim(ann, name);
        world.zone.text(world.proof(ann, name));
        world.stopAt = point;
        assertThatThrownBy(() -> world.look(ann, name)).isInstanceOf(World.Stopped.class);
        boolean done = point.equals("hold.confirmed");
        assertThat(world.holder(name).isPresent()).isEqualTo(done);

        recover();

        assertThat(world.served(name)).containsExactly(world.siteOf(ann));
        assertThat(world.held.find(name).orElseThrow().version()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hold.reserved", "hold.accepted"})
    void whileOneHoldIsNotEndedNobodyElseBegins(String point) {
        world.claim(ann, name);
        world.zone.text(world.proof(ann, name));
        world.stopAt = point;
        assertThatThrownBy(() -> world.look(ann, name)).isInstanceOf(World.Stopped.class);

        world.prove(bob, name);
        world.settle();
        assertThat(world.holder(name)).isEmpty();

        recover();
        world.checks.ifDue(name, bob);
        world.settle();
        assertThat(world.served(name)).hasSize(1);
        assertThat(world.held.find(name).orElseThrow().version()).isEqualTo(1);
    }

    /** Its site's word was given long ago; the name was swept and is another's by now. */
    @Test
    void aHoldThatWakesUpLateFindsTheNameTaken() {
        world.claim(ann, name);
        world.zone.text(world.proof(ann, name));
        world.stopAt = "hold.reserved";
        assertThatThrownBy(() -> world.look(ann, name)).isInstanceOf(World.Stopped.class);
        world.later(LONGER_THAN_A_RESERVATION);
        world.holds.sweep();
        world.prove(bob, name);
        assertThat(world.holder(name)).contains(world.siteOf(bob));

        Claim late =
                router.read(
                        ClaimStore.key(name),
                        tx -> new ClaimSql().find(tx, name, ann).orElseThrow());
        assertThat(world.holds.hold(late)).isFalse();
        world.settle();
        assertThat(world.served(name)).containsExactly(world.siteOf(bob));
    }

    @Test
    void aClaimThatStoppedHalfWayIsFinishedByItsOutbox() {
        world.stopAt = "claim.stored";
        assertThatThrownBy(() -> world.claim(ann, name)).isInstanceOf(World.Stopped.class);
        world.settle();
        assertThat(world.status(ann, name)).isEqualTo(NameStatus.CLAIMED);
        assertThat(world.claim(ann, name)).as("there already").isFalse();
    }

    @Test
    void aSiteThatIsGoneAcceptsNothingAndLetsGo() {
        world.claim(ann, name);
        world.zone.text(world.proof(ann, name));
        Id site = world.siteOf(ann);
        world.deleteSite(site);
        world.look(ann, name);
        world.settle();

        assertThat(world.holder(name)).isEmpty();
        assertThat(world.views.of(ann, world.name(name))).isEmpty();
        world.prove(bob, name);
        assertThat(world.holder(name)).contains(world.siteOf(bob));
    }

    @Test
    void whatIsReleasedWhileItIsHeldIsNotHeld() {
        world.claim(ann, name);
        world.zone.text(world.proof(ann, name));
        world.stopAt = "hold.accepted";
        assertThatThrownBy(() -> world.look(ann, name)).isInstanceOf(World.Stopped.class);
        Claim claim =
                router.read(
                        ClaimStore.key(name),
                        tx -> new ClaimSql().find(tx, name, ann).orElseThrow());
        world.release(ann, name);

        assertThat(world.holds.hold(claim)).isFalse();
        recover();
        assertThat(world.served(name)).isEmpty();
        world.prove(bob, name);
        assertThat(world.holder(name)).contains(world.siteOf(bob));
    }

    private void recover() {
        world.later(LONGER_THAN_A_RESERVATION);
        world.holds.sweep();
        world.checks.ifDue(name, ann);
        world.settle();
    }
}
