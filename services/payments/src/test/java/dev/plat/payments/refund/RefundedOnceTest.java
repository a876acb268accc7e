package dev.plat.payments.refund;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Repayment;
import dev.plat.payments.provider.RepaymentOutcome;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Money goes back once, and every refund ends known. Random histories at a provider that loses
 * answers, repeats its failures and forgets keys after a day, with a process that ends between any
 * two steps; then the faults end, and what is told must be what went back.
 */
class RefundedOnceTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final int HISTORIES_MAX = 5_000;

    @SeededTest(cases = 1_000)
    void everyRefundEndsKnownAndGoesBackOnce(Seed seed) {
        assertThat(new History(seed.random(), true).play()).isEmpty();
    }

    @Test
    void withoutTheTwentyHoursTheSearchFindsTheSecondRefund() {
        String found = "nothing in " + HISTORIES_MAX + " histories";
        for (int i = 0; i < HISTORIES_MAX && !found.startsWith("gone"); i++) {
            List<String> faults = new History(new Random(i), false).play();
            found = faults.stream().filter(it -> it.startsWith("gone")).findFirst().orElse(found);
        }

        assertThat(found).isEqualTo("gone back 2 times");
    }

    private static final class History {

        private record Key(Instant at, boolean fails) {}

        private final RandomGenerator random;
        private final RefundMachine machine;
        private final Map<String, Key> keys = new HashMap<>();
        private final List<Id> made = new ArrayList<>();
        private Refund refund;
        private Instant now = START;
        private boolean calm;

        History(RandomGenerator random, boolean repeatWindow) {
            this.random = random;
            this.machine = new RefundMachine(repeatWindow, Duration.ofMinutes(1));
            IdGenerator ids = new IdGenerator(() -> START, random);
            Id account = ids.nextAnywhere(IdKind.ACCOUNT);
            this.refund =
                    Refund.created(
                            ids.next(IdKind.REFUND, account),
                            ids.next(IdKind.PAYMENT, account),
                            ids.next(IdKind.ATTEMPT, account),
                            account,
                            "pi",
                            Money.of(500, "EUR"),
                            START);
        }

        List<String> play() {
            run(random.nextInt(1, 25));
            calm = true;
            run(150);
            List<String> faults = new ArrayList<>();
            if (made.size() > 1) {
                faults.add("gone back " + made.size() + " times");
            }
            if ((refund.state() == RefundState.DONE) != (made.size() == 1)
                    || refund.due() != null) {
                faults.add("told " + refund.state() + ", gone back " + made.size() + " times");
            }
            return faults;
        }

        private void run(int steps) {
            for (int i = 0; i < steps; i++) {
                now = now.plusSeconds(random.nextInt(1, calm || happens(4) ? 9 * 3600 : 600));
                keys.values().removeIf(it -> !now.isBefore(it.at().plus(Duration.ofHours(24))));
                machine.begin(refund, now)
                        .ifPresent(begun -> {
                            refund = begun.refund();
                            if (happens(8)) {
                                return;
                            }
                            RepaymentOutcome told =
                                    begun.sends() ? sent(refund.repayment()) : found();
                            if (!happens(8)) {
                                refund = machine.hear(refund, begun.sends(), told, now);
                            }
                        });
            }
        }

        private boolean happens(int oneIn) {
            return !calm && random.nextInt(oneIn) == 0;
        }

        private RepaymentOutcome sent(Repayment repayment) {
            if (happens(2)) {
                return new RepaymentOutcome.Unknown("cut before");
            }
            Key key =
                    keys.computeIfAbsent(
                            repayment.key(),
                            _ -> {
                                boolean fails = happens(5);
                                if (!fails || random.nextBoolean()) {
                                    made.add(repayment.refund());
                                }
                                return new Key(now, fails);
                            });
            if (key.fails() || happens(2)) {
                return new RepaymentOutcome.Unknown("no answer");
            }
            return new RepaymentOutcome.Done("re");
        }

        private RepaymentOutcome found() {
            if (happens(3)) {
                return new RepaymentOutcome.Unknown("cut");
            }
            return made.isEmpty()
                    ? new RepaymentOutcome.NotFound()
                    : new RepaymentOutcome.Done("re");
        }
    }
}
