package dev.plat.domains.schedule.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tokens that one process took from a row at once, to spend without asking again. What is not spent
 * in time is lost: so a paused or dead process can make us slower and never puts us over the limit.
 *
 * @param left how many may still be spent
 * @param until on the clock of the process, counted from before it asked for them
 */
public record Lease(int left, Instant until) {

    public static final int TOKENS_MAX = 5;
    public static final Duration TIME_MAX = Duration.ofSeconds(60);

    public static final Lease NONE = new Lease(0, Instant.EPOCH);

    /**
     * What may be leased of a row with so many free: all of them at most, never more than {@value
     * #TOKENS_MAX}.
     */
    public static int worthTaking(int free, int wanted) {
        return Math.min(TOKENS_MAX, Math.min(free, wanted));
    }

    public static Lease taken(int tokens, Instant asked) {
        return new Lease(tokens, asked.plus(TIME_MAX));
    }

    /** The lease after one call, or nothing when it is used up or over. */
    public Optional<Lease> spend(Instant now) {
        return left > 0 && now.isBefore(until)
                ? Optional.of(new Lease(left - 1, until))
                : Optional.empty();
    }
}
