package dev.plat.router.core.plan;

import dev.plat.schemas.Bucket;
import java.util.List;

/**
 * What to carry where.
 *
 * @param batches in the order in which they should run
 * @param after how much each node would hold afterwards, in the order of the input's nodes
 */
public record Plan(List<Batch> batches, List<Load> after) {

    public Plan {
        batches = List.copyOf(batches);
        after = List.copyOf(after);
    }

    /**
     * Buckets that go together.
     *
     * @param copy 0 in a database tier; in a file tier which of the bucket's copies changes its
     *     node
     */
    public record Batch(String source, String target, List<Bucket> buckets, int copy) {

        public Batch {
            buckets = List.copyOf(buckets);
        }
    }

    /**
     * A node's share.
     *
     * @param relative of what its weight entitles it to: 1.0 is exact
     */
    public record Load(String node, int buckets, double relative) {}

    public int bucketsMoved() {
        return batches.stream().mapToInt(batch -> batch.buckets.size()).sum();
    }
}
