package dev.plat.router.core.move;

import dev.plat.schemas.Bucket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
        List<Freeze> left = new ArrayList<>();
        for (Map.Entry<Bucket, BucketRow> entry : world.rows(owner).entrySet()) {
            BucketRow row = entry.getValue();
            if (row.state() == BucketRow.State.FROZEN
                    && ours(owner, row)
                    && buckets.contains(entry.getKey())) {
                left.add(new Freeze(owner, entry.getKey(), row.epoch(), row.freezeNo()));
            }
        }
        if (!left.isEmpty()) {
            world.thaw(left);
        }
    }

    /**
     * A freeze does not sign the row. While this move has not ended nobody else freezes the
     * source's rows; the target's are this move's from the mark on, and none of its business
     * before.
     */
    private boolean ours(Side owner, BucketRow row) {
        return owner == Side.SOURCE || Crossing.mine(move.id(), row);
    }
}
