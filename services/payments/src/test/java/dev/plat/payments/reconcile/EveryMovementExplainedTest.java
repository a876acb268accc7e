package dev.plat.payments.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.Sighting;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every movement at a provider is explained, or is a difference with a name. Random histories of
 * charges, refunds, disputes, payouts and fees; our side hears of them at once, late or never, and
 * some of them are planted differences: another sum, taken twice, nobody's, booked and never moved.
 * The provider's list lags, its answers get lost, and the process ends at any control point. Then
 * the faults end, a few days go by, and each movement must have the verdict it was planted with, in
 * books whose clearing account comes to the provider's balance.
 */
class EveryMovementExplainedTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final int HISTORIES_MAX = 2_000;

    @SeededTest(cases = 300)
    void eachIsMatchedOrNamedAndTheBooksComeToTheProvidersBalance(Seed seed) {
        assertThat(new History(seed.random(), Guards.ALL, true).play()).isEmpty();
    }

    @Test
    void withoutTheClaimTheSearchFindsTheSecondChargeTakenForTheFirst() {
        assertThat(firstFault(new Guards(false, true, true), true)).contains("duplicate");
    }

    @Test
    void withoutTheFetchTheSearchFindsWhatNeverGotIntoTheBooks() {
        assertThat(firstFault(new Guards(true, false, true), true)).contains("missing-ours");
    }

    @Test
    void withoutTheOverlapTheSearchFindsTheMovementThatCameLateIntoTheList() {
        assertThat(firstFault(new Guards(true, true, false), true)).contains("never read");
    }

    @Test
    void withoutKeysTheSearchFindsTheFeeThatIsBookedTwice() {
        assertThat(firstFault(Guards.ALL, false)).contains("clearing");
    }

    private static String firstFault(Guards guards, boolean keyed) {
        for (int i = 0; i < HISTORIES_MAX; i++) {
            List<String> faults = new History(new Random(i), guards, keyed).play();
            if (!faults.isEmpty()) {
                return faults.toString();
            }
        }
        return "nothing in " + HISTORIES_MAX + " histories";
    }

    /** The process is gone. */
    private static final class Ended extends Error {
        @Serial private static final long serialVersionUID = 1L;

        Ended() {
            super("ended", null, false, false);
        }
    }

    private static final class History implements Reconciler.Facts {

        private final RandomGenerator random;
        private final IdGenerator ids;
        private final MemoryBooks books;
        private final ModelAccount account;
        private final Reconciler reconciler;
        private final MovementPoller poller;
        private final Map<String, Verdict> planted = new HashMap<>();
        private final Set<Id> neverMoved = new HashSet<>();
        private final Map<String, Runnable> disputes = new HashMap<>();
        private Instant now = START;
        private long neverMovedSum;

        History(RandomGenerator random, Guards guards, boolean keyed) {
            this.random = random;
            this.ids = new IdGenerator(() -> now, random);
            this.books = new MemoryBooks(keyed);
            this.account = new ModelAccount(random, () -> now);
            this.reconciler = new Reconciler(books, account, this, guards, () -> now, this::reach);
            this.poller = new MovementPoller(books, account, guards, () -> now);
        }

        List<String> play() {
            poller.poll();
            int steps = random.nextInt(5, 40);
            for (int i = 0; i < steps; i++) {
                now = now.plusSeconds(random.nextInt(1, 120));
                step();
                turn();
            }
            account.calm = true;
            disputes.values().forEach(Runnable::run);
            for (int i = 0; i < 60; i++) {
                now = now.plus(i < 20 ? Duration.ofMinutes(1) : Duration.ofHours(1));
                repay();
                turn();
                poller.search();
            }
            return faults();
        }

        private void step() {
            long minor = random.nextLong(100, 10_000);
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> heard(charged(minor, Verdict.MATCHED), Money.of(minor, "EUR"));
                case 3 -> {
                    // The buyer is charged again, under the same mark.
                    Id attempt = charged(minor, Verdict.MATCHED);
                    heard(attempt, Money.of(minor, "EUR"));
                    plant(
                            account.move(
                                    Movement.Kind.CHARGE, attempt, "pi_again_" + attempt, minor, 7),
                            Verdict.DUPLICATE);
                }
                case 4 -> {
                    // Ours is sure of another sum.
                    Id attempt = charged(minor + 1, Verdict.AMOUNT_DIFF);
                    books.happened(attempt, Money.of(minor, "EUR"), now);
                }
                case 5 -> {
                    // Ours has given it up.
                    Id attempt = charged(minor, Verdict.AMOUNT_DIFF);
                    MemoryBooks.Fact fact = fact(attempt);
                    fact.state = "review";
                    fact.last = true;
                }
                case 6 -> {
                    Id refund = ids.nextAnywhere(IdKind.REFUND);
                    books.facts.put(refund, new MemoryBooks.Fact(null));
                    plant(
                            account.move(Movement.Kind.REFUND, refund, "re_" + refund, -minor, 0),
                            Verdict.MATCHED);
                    heard(refund, Money.of(-minor, "EUR"));
                }
                case 7 -> dispute(charged(minor, Verdict.MATCHED), minor);
                case 8 -> {
                    plant(foreign(Movement.Kind.PAYOUT, -minor), Verdict.MATCHED);
                    plant(foreign(Movement.Kind.FEE, -minor), Verdict.MATCHED);
                    plant(foreign(Movement.Kind.CHARGE, minor), Verdict.SUSPENSE);
                    plant(foreign(Movement.Kind.OTHER, minor), Verdict.SUSPENSE);
                }
                default -> {
                    // We believe in money that never moved.
                    Id attempt = ids.nextAnywhere(IdKind.ATTEMPT);
                    books.facts.put(attempt, new MemoryBooks.Fact("pi_" + attempt));
                    books.happened(attempt, Money.of(minor, "EUR"), now);
                    neverMoved.add(attempt);
                    neverMovedSum += minor;
                }
            }
        }

        private Movement foreign(Movement.Kind kind, long minor) {
            return account.move(kind, "other", minor, 3, new Sighting.Foreign("another's"));
        }

        private Id charged(long minor, Verdict verdict) {
            Id attempt = ids.nextAnywhere(IdKind.ATTEMPT);
            books.facts.put(attempt, new MemoryBooks.Fact("pi_" + attempt));
            plant(account.move(Movement.Kind.CHARGE, attempt, "pi_" + attempt, minor, 25), verdict);
            return attempt;
        }

        private void dispute(Id attempt, long minor) {
            heard(attempt, Money.of(minor, "EUR"));
            String source = "du_" + attempt;
            Sighting whose = new Sighting.OfAttempt(attempt, new Refs(null, "pi_" + attempt));
            plant(account.move(Movement.Kind.DISPUTE, source, -minor, 15, whose), Verdict.MATCHED);
            if (random.nextBoolean()) {
                disputes.put(
                        source,
                        () ->
                                plant(
                                        account.move(
                                                Movement.Kind.DISPUTE, source, minor, -15, whose),
                                        Verdict.MATCHED));
            }
        }

        private MemoryBooks.Fact fact(Id subject) {
            return Objects.requireNonNull(books.facts.get(subject));
        }

        private void plant(Movement movement, Verdict verdict) {
            planted.put(movement.id(), verdict);
        }

        /** By webhook at once, or never: then only the movement tells of it. */
        private void heard(Id subject, Money amount) {
            if (random.nextBoolean()) {
                books.happened(subject, amount, now);
            }
        }

        /** What was taken too much goes back. */
        private void repay() {
            for (Map.Entry<String, Money> one : Map.copyOf(books.surplus).entrySet()) {
                Id refund = ids.nextAnywhere(IdKind.REFUND);
                books.surplus.remove(one.getKey());
                books.facts.put(refund, new MemoryBooks.Fact(null));
                Money back = one.getValue().negated();
                plant(
                        account.move(Movement.Kind.REFUND, refund, one.getKey(), back.minor(), 0),
                        Verdict.MATCHED);
                fact(refund).state = "done";
                books.happened(refund, back, now);
            }
        }

        private void turn() {
            try {
                poller.poll();
                reconciler.work(Runnable::run);
            } catch (Ended e) {
                // Another process goes on.
            }
        }

        private void reach(String point) {
            if (!account.calm && random.nextInt(6) == 0) {
                throw new Ended();
            }
        }

        @Override
        public boolean observe(Id attempt, Refs refs) {
            return asked(attempt);
        }

        @Override
        public boolean observe(Id refund) {
            return asked(refund);
        }

        private boolean asked(Id subject) {
            if (account.silent()) {
                return false;
            }
            @Nullable Money taken = account.taken(subject);
            if (taken != null && !fact(subject).last) {
                books.happened(subject, taken, now);
            }
            return true;
        }

        private List<String> faults() {
            List<String> faults = new ArrayList<>();
            planted.forEach((id, verdict) -> {
                MemoryBooks.Row row = books.rows.get(id);
                if (row == null) {
                    faults.add(id + " was never read");
                } else if (row.verdict != verdict) {
                    faults.add(id + " is " + row.verdict.text() + ", was " + verdict.text());
                }
            });
            books.facts.forEach((id, fact) -> {
                if (fact.missing != neverMoved.contains(id)) {
                    faults.add(id + " is missing: " + fact.missing);
                }
            });
            long clearing = books.balance("provider") - neverMovedSum;
            if (clearing != account.total()) {
                faults.add("clearing is " + clearing + ", the balance " + account.total());
            }
            return faults;
        }
    }
}
