package dev.plat.checkout.order;

import static org.assertj.core.api.Assertions.assertThat;

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
 * Nobody pays twice, pays for nothing, or gets something for nothing. Random histories: several
 * orders, some for the same name, driven by two at once that crash at every control point, among
 * services that lose, delay and decide late, and buyers who pay, wait, or change their mind. Then
 * the faults end, time goes on, and each order must be at its end, with exactly the money of what
 * was delivered.
 */
class PaidOnceDeliveredOnceTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final int HISTORIES_MAX = 5_000;

    @SeededTest(cases = 1_000)
    void everyOrderEndsWithTheMoneyOfWhatWasDelivered(Seed seed) {
        assertThat(new History(seed.random(), Guards.ALL).play()).isEmpty();
    }

    /** The same is done again under each key. */
    @Test
    void withoutStableKeysTheSearchFindsTheFault() {
        assertThat(firstFault(new Guards(false, true, true, true, true))).contains("times");
    }

    /** The buyer pays in the moment in which the order is given up. */
    @Test
    void withoutClosingFirstTheSearchFindsTheFault() {
        assertThat(firstFault(new Guards(true, false, true, true, true)))
                .contains("paid for nothing");
    }

    /** No answer is taken for a refusal: what was done all the same is not paid for. */
    @Test
    void whereNoAnswerIsARefusalTheSearchFindsTheFault() {
        assertThat(firstFault(new Guards(true, true, false, true, true)))
                .containsAnyOf("got something for nothing", "is left held");
    }

    /** A run that was overtaken writes what it remembers. */
    @Test
    void withoutTheOrdersOwnRowTheSearchFindsTheFault() {
        assertThat(firstFault(new Guards(true, true, true, false, true)))
                .isNotEqualTo("nothing in " + HISTORIES_MAX + " histories");
    }

    /** Who has it will not need it, and nobody else gets it. */
    @Test
    void withoutLettingCouponsGoTheSearchFindsTheFault() {
        assertThat(firstFault(new Guards(true, true, true, true, false)))
                .contains("a coupon is left held");
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

        private static final int INSIDE_MAX = 2;

        private final RandomGenerator random;
        private final MemoryOrderBook book = new MemoryOrderBook();
        private final ModelWorld world;
        private final OrderDriver driver;
        private Instant now = START;
        private boolean calm;
        private int inside;

        History(RandomGenerator random, Guards guards) {
            this.random = random;
            ControlPoints points =
                    _ -> {
                        if (!calm && random.nextInt(12) == 0) {
                            throw new Crash();
                        }
                    };
            this.world = new ModelWorld(random, START, this::meanwhile);
            this.driver = new OrderDriver(book, world, Patience.USUAL, guards, () -> now, points);
        }

        List<String> play() {
            IdGenerator ids = new IdGenerator(() -> now, random);
            int orders = random.nextInt(1, 5);
            for (int i = 0; i < orders; i++) {
                placed(
                        Order.draft(
                                ids.nextAnywhere(IdKind.ORDER),
                                ids.nextAnywhere(IdKind.ACCOUNT),
                                "key-" + i,
                                lines(),
                                random.nextBoolean()
                                        ? Terms.NONE.withCoupon(ModelCoupons.CODE)
                                        : Terms.NONE,
                                random.nextBoolean(),
                                now,
                                now.plus(Duration.ofMinutes(30))));
            }
            run(200);
            calm = true;
            world.calm = true;
            run(400);
            return faults();
        }

        /** Whoever hears nothing of an order sends it again. */
        private void placed(Order draft) {
            boolean heard = false;
            while (!heard) {
                try {
                    driver.place(draft);
                    heard = true;
                } catch (Crash _) {
                    // the process ended after it was stored
                }
            }
        }

        private List<OrderLine> lines() {
            List<OrderLine> lines = new ArrayList<>();
            int count = random.nextInt(1, 4);
            for (int number = 1; number <= count; number++) {
                boolean name = random.nextBoolean();
                lines.add(
                        new OrderLine(
                                number,
                                name ? OrderLine.Kind.NAME : OrderLine.Kind.PLAN,
                                name ? "n" + number + random.nextInt(2) + ".test" : "pro",
                                "price",
                                1,
                                null,
                                new Amount(random.nextInt(8) * 100L, "EUR")));
            }
            return lines;
        }

        private void run(int steps) {
            for (int i = 0; i < steps; i++) {
                now = now.plus(jump());
                world.at(now);
                for (Order order : book.all()) {
                    unlessCrashed(() -> happens(order));
                }
            }
        }

        private void happens(Order order) {
            Id id = order.id();
            if (!calm && random.nextInt(6) == 0) {
                world.buyerActs(order);
            }
            if (!calm && random.nextInt(40) == 0) {
                driver.tell(id, new Event.CancelAsked());
            }
            if (!calm && random.nextInt(4) == 0) {
                driver.tell(id, new Event.Hastened());
            }
            if (!book.due(now, Integer.MAX_VALUE).contains(id)) {
                return;
            }
            driver.tell(id, new Event.Tick());
            for (int i = 0; i < 20 && driver.advance(id); i++) {
                // as far as it goes
            }
        }

        /** Somebody else drives while a call is under way. */
        private void meanwhile() {
            if (calm || inside >= INSIDE_MAX || random.nextInt(4) > 0) {
                return;
            }
            inside++;
            try {
                now = now.plus(Duration.ofSeconds(random.nextInt(60)));
                for (Order order : book.all()) {
                    unlessCrashed(() -> happens(order));
                }
            } finally {
                inside--;
            }
        }

        private Duration jump() {
            boolean far = random.nextInt(10) == 0;
            int seconds = far || calm ? 8 * 3600 : 60;
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
                judge(order, faults);
            }
            world.deliveries.forEach((key, count) -> {
                if (count > 1) {
                    faults.add(key + " was done " + count + " times");
                }
            });
            return faults;
        }

        private void judge(Order order, List<String> faults) {
            ModelWorld.Till till = world.till(order);
            long worth = 0;
            for (OrderLine line : order.lines()) {
                boolean delivered =
                        switch (line.kind()) {
                            case NAME -> order.id().equals(world.registered.get(line.subject()));
                            case PLAN -> world.running.contains(order.id() + "/" + line.number());
                        };
                worth += delivered ? line.total().minor() : 0;
                boolean held = order.id().equals(world.holders.get(line.subject()));
                if (held && !delivered) {
                    faults.add(line.subject() + " is left held by an order " + order.state());
                }
            }
            world.coupons.judge(order, faults);
            String who = order.id() + " (" + order.state() + ", " + order.reason() + ")";
            long paid = till.captured - till.refunded;
            if (!order.state().last() || order.state() == OrderState.PARKED) {
                faults.add(who + " is not at its end");
            }
            if (paid > worth) {
                faults.add(who + " paid for nothing: " + (paid - worth));
            }
            if (paid < worth) {
                faults.add(who + " got something for nothing: " + (worth - paid));
            }
            if (till.captures > 1 || till.captured > till.total) {
                faults.add(who + " was charged " + till.captures + " times: " + till.captured);
            }
            if (till.money == ModelWorld.Money.OPEN || till.money == ModelWorld.Money.AUTHORISED) {
                faults.add(who + " leaves the payment " + till.money);
            }
        }
    }
}
