package dev.plat.domains.certificate;

import java.time.Duration;

/**
 * How long an order's steps may take.
 *
 * @param lease how long nobody else takes an order that its worker has gone silent about; longer
 *     than any one call to a CA
 * @param confirm until edges or name servers show a challenge, and until the public way does
 * @param look the first wait between two looks at the CA, doubled up to {@code lookMax}, where it
 *     names no time
 * @param poll until the CA has decided
 * @param again before an order whose CA failed is taken again; doubled up to {@code againMax}
 */
public record OrderPace(
        Duration lease,
        Duration confirm,
        Duration look,
        Duration lookMax,
        Duration poll,
        Duration again,
        Duration againMax) {

    /** A CA's own wish, within reason. */
    static final Duration RETRY_AFTER_MIN = Duration.ofSeconds(1);

    static final Duration RETRY_AFTER_MAX = Duration.ofSeconds(30);

    public static final OrderPace USUAL =
            new OrderPace(
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(10),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(10),
                    Duration.ofHours(1));

    public OrderPace withLease(Duration other) {
        return new OrderPace(other, confirm, look, lookMax, poll, again, againMax);
    }

    /** After {@code tries} failures before this one. */
    Duration again(int tries) {
        Duration wait = again;
        for (int i = 0; i < tries && wait.compareTo(againMax) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(againMax) < 0 ? wait : againMax;
    }

    Duration clamped(Duration retryAfter) {
        if (retryAfter.compareTo(RETRY_AFTER_MIN) < 0) {
            return RETRY_AFTER_MIN;
        }
        return retryAfter.compareTo(RETRY_AFTER_MAX) < 0 ? retryAfter : RETRY_AFTER_MAX;
    }
}
