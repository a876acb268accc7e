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
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * A registration is made once and ends known. Random histories: orders of several customers, some
 * for the same name, at a registry that loses, delays and decides late, with crashes at every
 * control point; then the faults end, time goes on, and every order must be at its end and agree
 * with the registry.
 */
class RegisteredOnceTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final int HISTORIES_MAX = 2_000;

    @SeededTest(cases = 400)
    void everyOrderEndsKnownAndAgreesWithTheRegistry(Seed seed) {
        assertThat(new History(seed.random(), Guards.ALL).play()).isEmpty();
    }

    /** Two customers of ours wanted the name; one is told that the other's is hers. */
    @Test
    void withoutAnOwnCodeTheSearchFindsTheFault() {
        assertThat(firstFault(new Guards(false, true))).contains("taken for its own");
    }

    /**
     * The process ends between sending and storing, and sends the create as if it were the first.
     */
    @Test
    void withoutAStoredStepTheSearchFindsTheFault() {
        assertThat(firstFault(new Guards(true, false))).contains("ours, but told");
    }

    private static String firstFault(Guards guards) {
        for (int i = 0; i < HISTORIES_MAX; i++) {
            List<String> faults = new History(new Random(i), guards).play();
            if (!faults.isEmpty()) {
                return String.join("; ", faults);
            }
        }
        return "nothing in " + HISTORIES_MAX + " histories";
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

        History(RandomGenerator random, Guards guards) {
            this.random = random;
            ControlPoints points =
                    _ -> {
                        if (!calm && random.nextInt(12) == 0) {
                            throw new Crash();
                        }
                    };
            this.registry = new ModelRegistry(random, START, points);
            this.driver =
                    new OrderDriver(
                            "test",
                            List.of(),
                            book,
                            registry,
                            new OrderMachine(ModelRegistry.OURS, guards, Pace.USUAL.order()),
                            () -> now,
                            points);
        }

        List<String> play() {
            IdGenerator ids = new IdGenerator(() -> now, random);
            int orders = random.nextInt(1, 7);
            for (int i = 0; i < orders; i++) {
                Id id = ids.nextAnywhere(IdKind.REGISTRY_ORDER);
                String name = "n" + random.nextInt(3) + ".test";
                book.place(Order.held(id, "effect-" + i, name, 1, new Secret("secret-" + i)));
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
                for (Order order : book.all()) {
                    if (order.state() == OrderState.HELD && (calm || random.nextInt(5) == 0)) {
                        driver.submit(order.id());
                    }
                }
                unlessCrashed(driver::advance);
                unlessCrashed(driver::poll);
            }
        }

        /** While there are faults an order is looked at each hour at least, as a worker does. */
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
                boolean ours = held != null && held.code().equals(order.code());
                if (!order.state().last()) {
                    faults.add(order.effect() + " is still " + order.state());
                }
                if (order.state() == OrderState.REGISTERED && !ours) {
                    faults.add(order.effect() + ": another's is taken for its own");
                }
                if (ours && order.state() != OrderState.REGISTERED) {
                    faults.add(order.effect() + " is ours, but told " + order.state());
                }
            }
            registry.creates.forEach((name, count) -> {
                if (count > 1) {
                    faults.add(name + " was created " + count + " times");
                }
            });
            return faults;
        }
    }
}
