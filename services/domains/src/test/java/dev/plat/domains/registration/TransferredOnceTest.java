package dev.plat.domains.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.registrar.Secret;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A name is brought over once, and everybody knows in the end whose it is. Random histories at a
 * registry that loses answers and messages, and another registrar that says no, with crashes at
 * every control point; then the faults end, and every order must be at its end and agree with the
 * registry.
 */
class TransferredOnceTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    @SeededTest(cases = 400)
    void everyTransferEndsKnownAndAgreesWithTheRegistry(Seed seed) {
        assertThat(new History(seed.random()).play()).isEmpty();
    }

    private static final class Crash extends RuntimeException {
        @Serial private static final long serialVersionUID = 1;
    }

    private static final class History {

        private final RandomGenerator random;
        private final MemoryOrderBook book = new MemoryOrderBook();
        private final ModelRegistry registry;
        private final OrderDriver driver;
        private Instant now = START;
        private boolean calm;

        History(RandomGenerator random) {
            this.random = random;
            ControlPoints points =
                    _ -> {
                        if (!calm && random.nextInt(12) == 0) {
                            throw new Crash();
                        }
                    };
            registry = new ModelRegistry(random, START, points);
            driver =
                    new OrderDriver(
                            "test",
                            ModelRegistry.OURS,
                            List.of(),
                            book,
                            registry,
                            Pace.USUAL,
                            () -> now,
                            points);
        }

        List<String> play() {
            IdGenerator ids = new IdGenerator(() -> now, random);
            int orders = random.nextInt(1, 5);
            for (int i = 0; i < orders; i++) {
                Id id = ids.nextAnywhere(IdKind.REGISTRY_ORDER);
                String name = "n" + i + ".test";
                Secret code = new Secret("the-code-" + i);
                boolean wrong = random.nextInt(6) == 0;
                if (random.nextInt(8) > 0) {
                    Secret at = wrong ? new Secret("another-code") : code;
                    registry.names.put(
                            name, new ModelRegistry.Held(ModelTransfers.RIVAL, at, false));
                }
                book.place(Order.transfer(id, "effect-" + i, name, code));
                driver.submit(id);
            }
            run(150);
            calm = true;
            registry.calm = true;
            run(400);
            return faults();
        }

        private void run(int steps) {
            for (int i = 0; i < steps; i++) {
                now = now.plus(jump());
                registry.at(now);
                unlessCrashed(driver::advance);
                unlessCrashed(() -> driver.poll(this::moved));
            }
        }

        private void moved(String name) {
            book.all().stream()
                    .filter(order -> order.name().equals(name))
                    .forEach(order -> driver.hasten(order.id()));
        }

        private Duration jump() {
            boolean far = random.nextInt(10) == 0;
            int usual = calm ? 1800 : 40;
            int seconds = far ? (calm ? 6 : 1) * 3600 : usual;
            return Duration.ofSeconds(random.nextInt(1, seconds + 1));
        }

        private static void unlessCrashed(Runnable work) {
            try {
                work.run();
            } catch (Crash e) {
                // the process ended here; the next call is the next process
            }
        }

        private List<String> faults() {
            List<String> faults = new ArrayList<>();
            for (Order order : book.all()) {
                ModelRegistry.Held held = registry.names.get(order.name());
                boolean ours = held != null && held.registrar().equals(ModelRegistry.OURS);
                boolean told = order.state() == OrderState.REGISTERED && order.due() == null;
                if (!order.state().last() || order.state() == OrderState.PARKED) {
                    faults.add(order.effect() + " is " + order.state() + " " + order.reason());
                }
                if (ours != told) {
                    faults.add(order.effect() + " is told " + order.state() + ", ours: " + ours);
                }
                if (order.state() == OrderState.REFUSED
                        && registry.transfers.pending(order.name())) {
                    faults.add(order.effect() + " is refused and yet under way");
                }
            }
            return faults;
        }
    }
}
