package dev.plat.router.core.move;

import dev.plat.schemas.Bucket;
import java.util.Collection;
import java.util.Map;

/**
 * Ends the freezes that a controller left when it died. A writer would end them after half a
 * second, but where nobody writes nobody does, and what is frozen cannot be frozen again.
 *
 * <p>Threads: for one.
 */
final class Thawing {

    private final Move move;
    private final MoveWorld world;

    Thawing(Move move, MoveWorld world) {
        this.move = move;
        this.world = world;
    }

    void thaw(Side owner, Collection<Bucket> buckets) {
        if (buckets.isEmpty()) {
            return;
        }
        for (Map.Entry<Bucket, BucketRow> entry : world.rows(owner).entrySet()) {
            BucketRow row = entry.getValue();
            if (row.state() == BucketRow.State.FROZEN
                    && Crossing.mine(move.id(), row)
                    && buckets.contains(entry.getKey())) {
                world.thaw(entry.getKey(), new Freeze(owner, row.epoch(), row.freezeNo()));
            }
        }
    }
}
