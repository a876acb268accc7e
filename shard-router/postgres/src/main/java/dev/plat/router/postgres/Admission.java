package dev.plat.router.postgres;

import dev.plat.router.core.Deadline;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Comes before the pools, because virtual threads are no limit: a call waits here, in order, until
 * its deadline. One shard may use three quarters of the process's permits, so that a slow one does
 * not starve the others.
 *
 * <p>Threads: safe.
 */
final class Admission {

    private final int max;
    private final int perShard;
    private final Semaphore process;
    private final Map<String, Semaphore> shards = new ConcurrentHashMap<>();

    Admission(int max) {
        this.max = max;
        this.perShard = Math.max(1, max * 3 / 4);
        this.process = new Semaphore(max, true);
    }

    int perShard() {
        return perShard;
    }

    /**
     * Lets one call in.
     *
     * @throws PlatException {@code overloaded} at the deadline
     */
    Permit enter(String shard, Deadline deadline) {
        Semaphore ofShard = shards.computeIfAbsent(shard, _ -> new Semaphore(perShard, true));
        // The shard's first: who waits for a shard must not hold what others could use.
        take(ofShard, deadline, shard);
        boolean admitted = false;
        try {
            take(process, deadline, shard);
            admitted = true;
        } finally {
            if (!admitted) {
                ofShard.release();
            }
        }
        return () -> {
            process.release();
            ofShard.release();
        };
    }

    private void take(Semaphore permits, Deadline deadline, String shard) {
        try {
            if (permits.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new PlatException(
                ErrorCode.OVERLOADED,
                "Too many calls wait for the database.",
                "shard",
                shard,
                "limit",
                max);
    }

    interface Permit extends AutoCloseable {
        @Override
        void close();
    }
}
