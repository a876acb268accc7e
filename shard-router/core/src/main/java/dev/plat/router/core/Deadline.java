package dev.plat.router.core;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.time.Duration;

/**
 * A moment on this process's monotonic clock after which nobody waits any more. It travels as a
 * parameter, so that the waits of one request add up to one limit.
 *
 * @param nanos on the scale of {@link System#nanoTime()}
 */
public record Deadline(long nanos) {

    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** Never negative. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    public boolean passed() {
        return nanos - System.nanoTime() <= 0;
    }

    /** The earlier of this deadline and {@code limit} from now. */
    public Deadline atMost(Duration limit) {
        Deadline other = in(limit);
        return other.nanos - nanos < 0 ? other : this;
    }

    /**
     * Goes on only while there is time.
     *
     * @throws PlatException {@code deadline-exceeded} once the moment has passed
     */
    public void check() {
        if (passed()) {
            throw new PlatException(
                    ErrorCode.DEADLINE_EXCEEDED, "The request took longer than it may.");
        }
    }
}
