package dev.plat.router.controller;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes one waiting thread; rings while it is not waiting are kept as one.
 *
 * <p>Threads: any rings, one waits.
 */
final class Bell {

    private final Semaphore rung = new Semaphore(0);

    void ring() {
        rung.release();
    }

    void await(Duration limit) throws InterruptedException {
        if (rung.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            rung.drainPermits();
        }
    }
}
