package dev.plat.router.core.move;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Leaves busy servers to their customers for most of the time: after each piece of work that met
 * customers a driver rests by what the work took, so it gives way all the more where all takes
 * longer. On idle servers it does not rest.
 *
 * <p>Threads: for one.
 */
final class Throttle {

    /** A rest is made of such parts, as a pace looks after each whether this driver may go on. */
    private static final Duration PART = Duration.ofSeconds(1);

    private final BooleanSupplier busy;
    private final Pace pace;
    private final double share;

    /**
     * @param busy whether customers are at work just now
     * @param share of the time that is for work, above 0 and up to 1
     */
    Throttle(BooleanSupplier busy, Pace pace, double share) {
        this.busy = busy;
        this.pace = pace;
        this.share = share;
    }

    /**
     * @param began when the work did, in the pace's nanoseconds
     */
    void rest(long began) {
        long rest = (long) ((pace.nanos() - began) * (1 / share - 1));
        if (rest <= 0 || !busy.getAsBoolean()) {
            return;
        }
        for (long left = rest; left > 0; left -= PART.toNanos()) {
            pace.pause(Duration.ofNanos(Math.min(left, PART.toNanos())));
        }
    }
}
