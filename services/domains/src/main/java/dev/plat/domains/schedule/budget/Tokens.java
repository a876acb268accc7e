package dev.plat.domains.schedule.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of one bucket of tokens: the moment at which it is full again, and nothing else, so a
 * row needs one column and a compare-and-set. Taking n moves that moment n refills on; there are
 * enough as long as it is then no further away than the whole capacity takes to refill (the
 * "virtual scheduling" form of GCRA, ITU-T I.371).
 *
 * <p>{@code now} is the clock of the database that holds the row: clocks of two machines are never
 * compared.
 */
public record Tokens(Instant fullAt) {

    public static final Tokens FULL = new Tokens(Instant.EPOCH);

    /** The row afterwards, or nothing when there are fewer than {@code count}. */
    public Optional<Tokens> take(Allowance allowance, int count, Instant now) {
        Duration refill = allowance.refillEvery();
        Instant then = later(fullAt, now).plus(refill.multipliedBy(count));
        return then.isAfter(now.plus(refill.multipliedBy(allowance.capacity())))
                ? Optional.empty()
                : Optional.of(new Tokens(then));
    }

    /** The row after one was counted that had not to be waited for: at worst it is empty. */
    public Tokens spend(Allowance allowance, Instant now) {
        Duration refill = allowance.refillEvery();
        Instant then = later(fullAt, now).plus(refill);
        Instant empty = now.plus(refill.multipliedBy(allowance.capacity()));
        return new Tokens(later(fullAt, then.isAfter(empty) ? empty : then));
    }

    /** From when on one token is there. */
    public Instant nextAt(Allowance allowance) {
        return fullAt.minus(allowance.refillEvery().multipliedBy(allowance.capacity() - 1L));
    }

    public int free(Allowance allowance, Instant now) {
        long missing = Duration.between(now, later(fullAt, now)).toMillis();
        long refill = allowance.refillEvery().toMillis();
        return (int) Math.max(0, allowance.capacity() - (missing + refill - 1) / refill);
    }

    /**
     * What a 429 that names this budget makes of the row: nothing is there before {@code until}.
     */
    public Tokens emptyUntil(Allowance allowance, Instant until) {
        return new Tokens(
                later(
                        fullAt,
                        until.plus(
                                allowance.refillEvery().multipliedBy(allowance.capacity() - 1L))));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
