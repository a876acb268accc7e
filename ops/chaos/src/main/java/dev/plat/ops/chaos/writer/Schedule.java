package dev.plat.ops.chaos.writer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * When the operations of a writer begin. In a closed loop each begins when its thread is free; in
 * an open loop they are due at even distances whatever becomes of those before, as customers come,
 * and whichever thread is free takes the next.
 *
 * <p>Threads: safe.
 */
final class Schedule {

    /** While the JVM compiles, what was due is not caught up. */
    private static final Duration COLD = Duration.ofSeconds(8);

    private final long every;
    private final long coldUntil = System.nanoTime() + COLD.toNanos();
    private final AtomicLong due = new AtomicLong(System.nanoTime());

    private Schedule(long every) {
        this.every = every;
    }

    /**
     * @param perSecond operations; 0 for a closed loop
     */
    static Schedule of(int perSecond) {
        return new Schedule(perSecond == 0 ? 0 : Duration.ofSeconds(1).toNanos() / perSecond);
    }

    /** Waits for the next operation; returns the nano time at which it was due. */
    long next() {
        long now = System.nanoTime();
        if (every == 0) {
            return now;
        }
        boolean cold = now - coldUntil < 0;
        long mine = due.updateAndGet(last -> cold && last + every - now < 0 ? now : last + every);
        while (mine - System.nanoTime() > 0) {
            LockSupport.parkNanos(mine - System.nanoTime());
        }
        return mine;
    }
}
