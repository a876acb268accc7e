package dev.plat.payments.payment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.money.Money;
import dev.plat.payments.operator.Said;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.Refs;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * A buyer is never charged twice, and every attempt ends known. Random histories: payments that are
 * opened, tried again, captured and cancelled by people in two tabs, at a provider that loses
 * answers, does things late, repeats its failures and forgets keys after a day; with crashes at
 * every control point, and a second process that works in the middle of any step. Buyers pay on
 * every page that is open, seen or not. Then the faults end, time goes on, and every attempt must
 * be at its end and agree with the provider.
 */
class NeverChargedTwiceTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final int HISTORIES_MAX = 4_000;
    private static final Taken NONE = new Taken(Guards.ALL, true, false);

    /** What is taken away. */
    private record Taken(Guards guards, boolean oneLive, boolean forgetsKeys) {}

    @SeededTest(cases = 400)
    void nobodyIsChargedTwiceAndEveryAttemptEndsKnown(Seed seed) {
        assertThat(new History(seed.random(), NONE).play()).isEmpty();
    }

    /** Two tabs: both find the last attempt over, and both begin another. */
    @Test
    void withoutTheIndexTheSearchFindsTheSecondCharge() {
        assertThat(firstFault(new Taken(Guards.ALL, false, false))).contains("charged");
    }

    /** Each repeat makes a page of its own, and the buyer has two. */
    @Test
    void withAnotherKeyForEachRepeatTheSearchFindsTheSecondCharge() {
        assertThat(firstFault(new Taken(Guards.ALL, true, true))).contains("charged");
    }

    /** The buyer goes back to the page that was given up. */
    @Test
    void withoutClosingThePageFirstTheSearchFindsTheSecondCharge() {
        assertThat(firstFault(new Taken(new Guards(false, true, true, true), true, false)))
                .contains("charged");
    }

    /** The repeat after a day is another call. */
    @Test
    void withoutTheTwentyHoursTheSearchFindsTheSecondCharge() {
        assertThat(firstFault(new Taken(new Guards(true, false, true, true), true, false)))
                .contains("charged");
    }

    /** What had no answer is taken for failed, and tried again. */
    @Test
    void withoutAskingFirstTheSearchFindsTheSecondCharge() {
        assertThat(firstFault(new Taken(new Guards(true, true, false, true), true, false)))
                .contains("charged");
    }

    /** A person gives up what may still be paid, and the buyer pays again. */
    @Test
    void withoutAPersonsWordForWhatWaitsAloneTheSearchFindsTheSecondCharge() {
        assertThat(firstFault(new Taken(new Guards(true, true, true, false), true, false)))
                .contains("charged");
    }

    private static String firstFault(Taken taken) {
        for (int i = 0; i < HISTORIES_MAX; i++) {
            List<String> faults = new History(new Random(i), taken).play();
            if (faults.stream().anyMatch(it -> it.contains("charged"))) {
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
        private final MemoryPaymentBook book;
        private final ModelProvider provider;
        private final AttemptDriver driver;
        private final Payments payments;
        private final IdGenerator ids;
        private Instant now = START;
        private boolean calm;
        private boolean meanwhile;

        History(RandomGenerator random, Taken taken) {
            this.random = random;
            this.book = new MemoryPaymentBook(taken.oneLive());
            ControlPoints points = _ -> reached();
            this.provider = new ModelProvider(taken.forgetsKeys(), random, START, points);
            this.driver =
                    new AttemptDriver(
                            book,
                            provider,
                            new AttemptMachine(taken.guards(), Duration.ofSeconds(60)),
                            () -> now,
                            points);
            this.ids = new IdGenerator(() -> now, random);
            this.payments = new Payments(book, driver, ids, () -> now, points);
        }

        /** A process may end here, or another may do something. */
        private void reached() {
            if (calm) {
                return;
            }
            if (random.nextInt(20) == 0) {
                throw new Crash();
            }
            if (!meanwhile && random.nextInt(6) == 0) {
                meanwhile = true;
                act();
                meanwhile = false;
            }
        }

        List<String> play() {
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                Id account = ids.nextAnywhere(IdKind.ACCOUNT);
                Payment payment =
                        new Payment(
                                ids.next(IdKind.PAYMENT, account),
                                account,
                                ids.next(IdKind.ORDER, account),
                                Money.of(1999, "EUR"),
                                random.nextBoolean() ? Capture.AUTOMATIC : Capture.MANUAL,
                                "https://back",
                                "https://away",
                                0,
                                0);
                unlessCrashed(() -> payments.open(payment));
            }
            run(120);
            calm = true;
            provider.calm = true;
            run(400);
            return faults();
        }

        private void run(int steps) {
            for (int i = 0; i < steps; i++) {
                now = now.plus(jump());
                provider.at(now);
                if (!calm) {
                    act();
                }
                unlessCrashed(() -> driver.advance(Runnable::run));
            }
        }

        private void act() {
            if (book.all().isEmpty()) {
                return;
            }
            Payment payment = book.all().get(random.nextInt(book.all().size()));
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> unlessCrashed(() -> payments.again(payment.id()));
                case 3 -> unlessCrashed(() -> payments.capture(payment.id(), 999));
                case 4 -> {
                    if (random.nextInt(4) == 0) {
                        unlessCrashed(() -> payments.cancel(payment.id()));
                    } else {
                        unlessCrashed(() -> operator(payment));
                    }
                }
                case 5 -> unlessCrashed(() -> driver.advance(Runnable::run));
                default -> unlessCrashed(this::event);
            }
        }

        /** Takes the newest to be given up. */
        private void operator(Payment payment) {
            Id newest = payments.find(payment.id()).newest().id();
            driver.settle(newest, AttemptEnd.NOTHING, null, new Said("anna", "seen nowhere"));
        }

        /** Of any page that ever was: late, twice, in any order. */
        private void event() {
            List<ModelProvider.Session> all = new ArrayList<>(provider.sessions.values());
            if (!all.isEmpty()) {
                ModelProvider.Session one = all.get(random.nextInt(all.size()));
                driver.observe(one.charge.attempt(), new Refs(one.id, null));
            }
        }

        private Duration jump() {
            boolean far = random.nextInt(12) == 0;
            int usual = calm ? 3600 : 120;
            int seconds = far ? (calm ? 24 : 10) * 3600 : usual;
            return Duration.ofSeconds(random.nextInt(1, seconds + 1));
        }

        private static void unlessCrashed(Runnable work) {
            try {
                work.run();
            } catch (Crash | PlatException e) {
                // the process ended here, or said no; the next call is the next process
            }
        }

        private List<String> faults() {
            List<String> faults = new ArrayList<>();
            for (Payment payment : book.all()) {
                List<ModelProvider.Session> taken =
                        provider.sessions.values().stream()
                                .filter(it -> it.charge.payment().equals(payment.id()))
                                .filter(it -> it.captured > 0)
                                .toList();
                if (taken.size() > 1) {
                    faults.add("charged " + taken.size() + " times: " + taken);
                }
                for (Attempt attempt : book.of(payment.id())) {
                    boolean paid =
                            taken.stream().anyMatch(it -> it.charge.attempt().equals(attempt.id()));
                    if (attempt.state().open() || attempt.state() == AttemptState.REVIEW) {
                        faults.add(
                                attempt.id() + " is " + attempt.state() + ": " + attempt.reason());
                    }
                    if (paid != (attempt.state() == AttemptState.CAPTURED)) {
                        faults.add(attempt.id() + " paid: " + paid + ", told " + attempt.state());
                    }
                    if (attempt.surplus()) {
                        faults.add(attempt.id() + " is too much");
                    }
                }
            }
            return faults;
        }
    }
}
