package dev.plat.payments.payment;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;

/** How often a payment may be tried. */
final class AttemptLimits {

    private static final int ATTEMPTS_MAX = 20;

    /** Whoever tries out stolen numbers has many declined; a buyer has a few. */
    private static final int DECLINED_MAX = 5;

    private static final int DECLINED_DAILY_MAX = 10;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final PaymentBook book;

    AttemptLimits(PaymentBook book) {
        this.book = book;
    }

    /**
     * @throws PlatException {@code too-many-attempts}
     */
    void require(Id payment, Instant now) {
        PaymentBook.Declined declined = book.declined(payment, now.minus(DAY));
        if (declined.ofPayment() >= DECLINED_MAX) {
            throw tooMany("Cards were declined too often for this payment.", DECLINED_MAX, DAY);
        }
        if (declined.ofAccount() >= DECLINED_DAILY_MAX) {
            throw tooMany("Cards were declined too often today.", DECLINED_DAILY_MAX, DAY);
        }
        if (book.attempts(payment, now.minus(HOUR)) >= ATTEMPTS_MAX) {
            throw tooMany("This payment was tried too often.", ATTEMPTS_MAX, HOUR);
        }
    }

    private static PlatException tooMany(String why, int limit, Duration pause) {
        return new PlatException(
                ErrorCode.TOO_MANY_ATTEMPTS,
                why,
                "limit",
                limit,
                "retryAfterSeconds",
                pause.toSeconds());
    }
}
