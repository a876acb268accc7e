package dev.plat.router.postgres;

import dev.plat.router.core.Deadline;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waiting between two tries, so that many callers do not come back at the same moment. */
final class Pause {

    private static final int DOUBLINGS_MAX = 20;

    private Pause() {}

    /** Half to all of {@code first·2ⁿ}, {@code most} and the deadline at most. */
    static void growing(Duration first, int n, Duration most, Deadline deadline) {
        long wished = first.toNanos() << Math.min(n, DOUBLINGS_MAX);
        long limit = Math.min(wished, most.toNanos());
        long nanos = limit / 2 + ThreadLocalRandom.current().nextLong(limit / 2 + 1);
        try {
            Thread.sleep(Duration.ofNanos(Math.min(nanos, deadline.left().toNanos())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatException(ErrorCode.TRY_AGAIN, "The call was interrupted.").causedBy(e);
        }
    }
}
