package dev.plat.domains.schedule;

import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the CA's answers about one certificate (RFC 9773). The moment is drawn once and
 * stored with its window: drawn anew at each question it would wander, and the earliest of many
 * draws is not an even spread any more.
 *
 * @param window the last one answered; none when the CA was asked in vain so far
 * @param moment drawn inside the window; there exactly when the window is
 * @param askAgain the next question
 */
public record RenewalInfo(@Nullable Window window, @Nullable Instant moment, Instant askAgain) {

    static final Duration ASK_LEAST = Duration.ofHours(1);
    static final Duration ASK_MOST = Duration.ofHours(24);
    private static final Duration ASK_UNTOLD = Duration.ofHours(6);

    public RenewalInfo {
        if ((window == null) != (moment == null)) {
            throw PlatException.invalidField(
                    "moment", String.valueOf(moment), "a moment with each window");
        }
    }

    /**
     * After an answer.
     *
     * @param before what was stored, if anything
     * @param retryAfter as the answer said, if it did
     * @param lot from 0 to below 1, used when a moment must be drawn
     */
    public static RenewalInfo answered(
            @Nullable RenewalInfo before,
            Window window,
            Optional<Duration> retryAfter,
            double lot,
            Instant now) {
        Instant kept = before == null ? null : before.moment();
        Instant moment = kept != null && window.contains(kept) ? kept : window.at(lot);
        return new RenewalInfo(window, moment, now.plus(clamped(retryAfter)));
    }

    /**
     * After a question without a usable answer: what was known stays, and is asked again in an
     * hour.
     */
    public static RenewalInfo unanswered(@Nullable RenewalInfo before, Instant now) {
        Instant again = now.plus(ASK_LEAST);
        return before == null
                ? new RenewalInfo(null, null, again)
                : new RenewalInfo(before.window, before.moment, again);
    }

    private static Duration clamped(Optional<Duration> retryAfter) {
        Duration told = retryAfter.orElse(ASK_UNTOLD);
        if (told.compareTo(ASK_LEAST) < 0) {
            return ASK_LEAST;
        }
        return told.compareTo(ASK_MOST) > 0 ? ASK_MOST : told;
    }
}
