package dev.plat.router.core.move;

import java.time.Duration;

/**
 * Leaves the servers to their customers for some of the time. It rests after each piece of work by
 * what that took, so a driver gives way by itself where the servers are busy and all takes longer.
 *
 * <p>Threads: for one.
 */
final class Throttle {

    private static final Duration REST_MAX = Duration.ofSeconds(2);

    private final Pace pace;
    private final double share;

    /**
     * @param share of the time that is for work, above 0 and up to 1
     */
    Throttle(Pace pace, double share) {
        this.pace = pace;
        this.share = share;
    }

    /**
     * @param began when the work did, in the pace's nanoseconds
     */
    void rest(long began) {
        long nanos = (long) ((pace.nanos() - began) * (1 / share - 1));
        if (nanos > 0) {
            pace.pause(Duration.ofNanos(Math.min(nanos, REST_MAX.toNanos())));
        }
    }
}
