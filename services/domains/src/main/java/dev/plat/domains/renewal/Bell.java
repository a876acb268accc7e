package dev.plat.domains.renewal;

import dev.plat.router.core.Tx;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes the loop of this process: something is due now. Rung many times it wakes once; what nobody
 * rang for is found a little later.
 *
 * <p>Threads: safe.
 */
public final class Bell {

    private final Semaphore rung = new Semaphore(0);

    public void ring() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /** After the commit, since nobody sees it before. */
    void ringAfter(Tx tx) {
        tx.afterCommit(this::ring);
    }

    void await(Duration most) throws InterruptedException {
        if (rung.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
            rung.drainPermits();
        }
    }
}
