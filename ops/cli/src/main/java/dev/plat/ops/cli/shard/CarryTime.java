package dev.plat.ops.cli.shard;

import dev.plat.router.core.plan.Plan;
import java.time.Duration;
import java.util.List;

/**
 * About how long carrying takes, before anybody has begun: rough, and on the slow side. What is
 * really under way is estimated from its own pace.
 */
final class CarryTime {

    /** Links made and ended, and waits for the slowest table. */
    private static final long MOVE_MILLIS = 5_000;

    /** Compared twice and cut over once, on a small machine with everything on it. */
    private static final long BUCKET_MILLIS = 60;

    private static final long BYTES_PER_MILLI = 20L << 10;

    private CarryTime() {}

    static Duration of(int buckets, long bytes) {
        return Duration.ofMillis(MOVE_MILLIS + BUCKET_MILLIS * buckets + bytes / BYTES_PER_MILLI);
    }

    static Duration of(List<Plan.Batch> batches, long bytes) {
        int buckets = batches.stream().mapToInt(batch -> batch.buckets().size()).sum();
        return of(buckets, bytes).plusMillis(MOVE_MILLIS * (batches.size() - 1));
    }
}
