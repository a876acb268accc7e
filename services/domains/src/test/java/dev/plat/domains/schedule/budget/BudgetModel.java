package dev.plat.domains.schedule.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Several processes that want more orders than there are, one row of tokens, and a CA that counts
 * each order some time after it was sent. Each step of a process is one trip to the database or one
 * request; between two steps of a process any number of the others' may happen, any time may pass,
 * and it may be killed and started anew.
 */
final class BudgetModel {

    /** What keeps us within the budget; each can be left out. */
    enum Guard {
        TOKENS_FIRST,
        LATE_COUNTING,
        LEASE_ENDS,
        COMPARE_AND_SET
    }

    static final Allowance PUBLISHED = new Allowance(20, Duration.ofSeconds(36));

    /** The time-out of a request. */
    private static final long REQUEST_MILLIS_MOST = 30_000;

    private static final int STEPS = 250;
    private static final int KILLED_ONE_IN = 30;
    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");

    private final RandomGenerator random;
    private final Set<Guard> guards;
    private final Allowance own;
    private final List<Taker> takers = new ArrayList<>();
    private final List<Instant> counted = new ArrayList<>();
    private Tokens row = Tokens.FULL;
    private Instant now = BEGIN;

    private static final class Taker {
        private Lease lease = Lease.NONE;
        private @Nullable Tokens read;
        private Instant asked = BEGIN;
        private boolean owes;
    }

    BudgetModel(RandomGenerator random, Set<Guard> guards) {
        this.random = random;
        this.guards = guards;
        own =
                guards.contains(Guard.LATE_COUNTING)
                        ? PUBLISHED.countedUpTo(Lease.TIME_MAX.plusMillis(REQUEST_MILLIS_MOST))
                        : PUBLISHED;
        int count = random.nextInt(1, 5);
        for (int i = 0; i < count; i++) {
            takers.add(new Taker());
        }
    }

    /** When the CA counted each order, in order. */
    List<Instant> run() {
        for (int i = 0; i < STEPS; i++) {
            now = now.plusMillis(pause());
            int chosen = random.nextInt(takers.size());
            if (random.nextInt(KILLED_ONE_IN) == 0) {
                takers.set(chosen, new Taker());
                continue;
            }
            Taker taker = takers.get(chosen);
            if (guards.contains(Guard.TOKENS_FIRST)) {
                step(taker);
            } else {
                stepTokensAfter(taker);
            }
        }
        Collections.sort(counted);
        return counted;
    }

    /** Mostly busy, now and then a process sleeps longer than any lease, or the night is quiet. */
    private long pause() {
        int kind = random.nextInt(40);
        if (kind == 0) {
            return random.nextLong(1_000_000);
        }
        return random.nextLong(kind < 8 ? 90_000 : 400);
    }

    private void step(Taker taker) {
        Optional<Lease> spent =
                guards.contains(Guard.LEASE_ENDS)
                        ? taker.lease.spend(now)
                        : taker.lease.spend(Instant.EPOCH.minusSeconds(1));
        if (spent.isPresent()) {
            taker.lease = spent.get();
            call();
            return;
        }
        Tokens read = taker.read;
        if (read == null) {
            taker.read = row;
            taker.asked = now;
            return;
        }
        taker.read = null;
        int wanted = Lease.worthTaking(read.free(own, now), random.nextInt(1, 9));
        Optional<Tokens> taken = wanted == 0 ? Optional.empty() : read.take(own, wanted, now);
        boolean fresh = !guards.contains(Guard.COMPARE_AND_SET) || row.equals(read);
        if (taken.isPresent() && fresh) {
            row = taken.get();
            taker.lease = Lease.taken(wanted, taker.asked);
        }
    }

    /**
     * The twin: looks whether there is a token, calls, and writes it down when the answer is there.
     */
    private void stepTokensAfter(Taker taker) {
        if (taker.owes) {
            taker.owes = false;
            Instant later = row.fullAt().isAfter(now) ? row.fullAt() : now;
            row = row.take(own, 1, now).orElse(new Tokens(later.plus(own.refillEvery())));
            return;
        }
        if (row.free(own, now) > 0) {
            taker.owes = true;
            call();
        }
    }

    private void call() {
        counted.add(now.plusMillis(random.nextLong(REQUEST_MILLIS_MOST)));
    }

    /**
     * The CA's own arithmetic: in no stretch of time more than the bucket and what refilled in it.
     */
    static Optional<String> over(List<Instant> counted) {
        long[] millis = counted.stream().mapToLong(Instant::toEpochMilli).toArray();
        double refill = PUBLISHED.refillEvery().toMillis();
        for (int i = 0; i < millis.length; i++) {
            for (int j = i + PUBLISHED.capacity(); j < millis.length; j++) {
                double allowed = PUBLISHED.capacity() + (millis[j] - millis[i]) / refill;
                if (j - i + 1 > allowed) {
                    return Optional.of(
                            "%d orders in %d ms, allowed %.2f"
                                    .formatted(j - i + 1, millis[j] - millis[i], allowed));
                }
            }
        }
        return Optional.empty();
    }
}
