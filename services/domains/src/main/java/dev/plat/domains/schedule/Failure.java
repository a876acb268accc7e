package dev.plat.domains.schedule;

import dev.plat.domains.schedule.budget.Budget;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure as the CA told it.
 *
 * @param retryAfter if it said
 * @param budget the limit a 429 named, if it did; its row is emptied until then
 * @param sentence the CA's own words, for people; may be empty
 */
public record Failure(
        FailureClass failureClass,
        @Nullable Duration retryAfter,
        @Nullable Budget budget,
        String sentence) {

    public static Failure of(FailureClass failureClass, String sentence) {
        return new Failure(failureClass, null, null, sentence);
    }

    public static Failure rate(
            Optional<Duration> retryAfter, @Nullable Budget budget, String sentence) {
        return new Failure(FailureClass.RATE, retryAfter.orElse(null), budget, sentence);
    }
}
