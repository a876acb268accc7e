package dev.plat.router.core.plan;

/**
 * What one bucket asks of its node; each 0 or more.
 *
 * @param bytes on disk
 * @param writes in any unit that is the same for all buckets: per second, per day
 * @param reads the same
 */
public record BucketLoad(long bytes, long writes, long reads) {

    public BucketLoad {
        if (bytes < 0 || writes < 0 || reads < 0) {
            throw new IllegalArgumentException("a load is never negative");
        }
    }
}
