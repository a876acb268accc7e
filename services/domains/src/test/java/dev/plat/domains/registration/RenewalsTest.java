package dev.plat.domains.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.registrar.Secret;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A bought name, day by day for years: renewed once for each, or ended as it was wished. */
class RenewalsTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final SecureRandom SECRETS = new SecureRandom();

    /** One name and its registry. */
    private static final class Life {

        Instant now = START;
        final ModelRegistry registry;
        private final OrderBook book;
        private final OrderDriver driver;
        private final Renewals renewals;
        Registration name;

        Life(RandomGenerator random, boolean calm) {
            IdGenerator ids = new IdGenerator(() -> now, random);
            registry = new ModelRegistry(random, now, _ -> {});
            registry.calm = true;
            book = new MemoryOrderBook();
            driver =
                    new OrderDriver(
                            "test",
                            ModelRegistry.OURS,
                            List.of(),
                            book,
                            registry,
                            Pace.USUAL,
                            () -> now,
                            _ -> {});
            renewals =
                    new Renewals(
                            book,
                            driver,
                            registry,
                            new RegistrarId(ModelRegistry.OURS),
                            ids,
                            SECRETS);
            Id account = ids.nextAnywhere(IdKind.ACCOUNT);
            Id id = ids.next(IdKind.REGISTRATION, account);
            Order order =
                    book.place(
                            Order.held(
                                    ids.next(IdKind.REGISTRY_ORDER, account),
                                    "effect",
                                    "a.test",
                                    1,
                                    Secret.random(SECRETS)));
            driver.submit(order.id());
            Order bought = driver.drive(order.id());
            name =
                    Registration.held(id, account, "effect", order, null, now)
                            .active(now, bought.expires(), now);
            registry.calm = calm;
        }

        /** As it is taken up when it is due. */
        void days(int days) {
            for (int hour = 0; hour < days * 24; hour += 6) {
                now = now.plus(Duration.ofHours(6));
                registry.at(now);
                for (int step = 0; step < 6 && due(); step++) {
                    Id last = name.renewal() == null ? name.order() : name.renewal();
                    Order order = driver.drive(last);
                    Registration known =
                            order.state() == OrderState.REGISTERED
                                    ? name.active(START, order.expires(), now)
                                    : name;
                    name = renewals.next(known, order, now);
                }
            }
        }

        private boolean due() {
            Instant due = name.due();
            return due != null && !due.isAfter(now);
        }

        boolean dark() {
            return registry.statuses.getOrDefault("a.test", Set.of()).contains("clientHold");
        }
    }

    @SeededTest(cases = 30)
    void itIsRenewedOnceForEachYearWhateverTheRegistryLoses(Seed seed) {
        RandomGenerator random = seed.random();
        Life life = new Life(random, false);
        life.registry.names.keySet().removeIf(other -> !other.equals("a.test"));

        for (int year = 1; year <= 5; year++) {
            life.days(365);
            assertThat(life.name.state()).isEqualTo(Registration.State.ACTIVE);
            assertThat(Objects.requireNonNull(life.name.expires())).isAfter(life.now);
        }

        assertThat(life.registry.renewals).isEqualTo(5);
        assertThat(life.name.expires()).isEqualTo(life.registry.expiries.get("a.test"));
        assertThat(Objects.requireNonNull(life.name.expires()).atOffset(ZoneOffset.UTC).getYear())
                .isEqualTo(2032);
    }

    @Test
    void itGoesDarkAndIsGivenBackWhereItIsNotToBeRenewed() {
        Life life = new Life(new SecureRandom(), true);
        life.name = life.name.renewed(false, life.now);

        life.days(365 + 21);
        assertThat(life.name.state()).isEqualTo(Registration.State.ACTIVE);
        assertThat(life.dark()).isFalse();

        life.days(2);
        assertThat(life.dark()).as("so that somebody notices").isTrue();
        assertThat(life.name.state()).isEqualTo(Registration.State.ACTIVE);

        life.days(8);
        assertThat(life.name.state()).isEqualTo(Registration.State.GONE);
        assertThat(life.registry.names).isEmpty();
        assertThat(life.registry.renewals).isZero();
    }

    @Test
    void whoThinksAgainWhileItIsDarkKeepsIt() {
        Life life = new Life(new SecureRandom(), true);
        life.name = life.name.renewed(false, life.now);
        life.days(365 + 25);
        assertThat(life.dark()).isTrue();

        life.name = life.name.renewed(true, life.now);
        life.days(2);

        assertThat(life.dark()).isFalse();
        assertThat(life.name.state()).isEqualTo(Registration.State.ACTIVE);
        assertThat(Objects.requireNonNull(life.name.expires())).isAfter(life.now);
        life.days(60);
        assertThat(life.registry.names).containsKey("a.test");
    }

    @Test
    void aNameThatAnotherRegistrarHasIsToldToBeGone() {
        Life life = new Life(new SecureRandom(), true);
        life.registry.names.put(
                "a.test", new ModelRegistry.Held("rival", new Secret("another-code"), false));

        life.days(2);

        assertThat(life.name.state()).isEqualTo(Registration.State.GONE);
        assertThat(life.name.reason()).isEqualTo(Renewals.MOVED);
    }
}
