package dev.plat.checkout.pages;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Whoever comes back from paying is kept waiting a little for a word. Only so many wait at once:
 * who comes beyond that sees at once how it stands.
 *
 * <p>Threads: safe; blocking.
 */
@Singleton
final class Waiting {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration BETWEEN = Duration.ofMillis(250);

    /** Each of them looks four times a second. */
    private static final int AT_ONCE = 50;

    private final Semaphore room;

    Waiting() {
        this(AT_ONCE);
    }

    /**
     * @param atOnce how many may wait
     */
    Waiting(int atOnce) {
        this.room = new Semaphore(atOnce);
    }

    /**
     * What is seen when it is over, or when there is no more patience or no room.
     *
     * @param over whether nothing more is waited for
     */
    <T> T until(Supplier<T> look, Predicate<T> over) {
        T seen = look.get();
        if (over.test(seen) || !room.tryAcquire()) {
            return seen;
        }
        try {
            long begin = System.nanoTime();
            while (!over.test(seen) && System.nanoTime() - begin < PATIENCE.toNanos()) {
                LockSupport.parkNanos(BETWEEN.toNanos());
                seen = look.get();
            }
            return seen;
        } finally {
            room.release();
        }
    }
}
