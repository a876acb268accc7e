package dev.plat.router.core.move.model;

import dev.plat.router.core.move.BucketRow;
import dev.plat.router.core.move.Side;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Watches a history from outside and holds what writers were told against what there is. */
final class Witness {

    /** What a writer's transaction was for; the id of a count is −1. */
    record Write(int bucket, int id) {

        static final Write NONE = new Write(-1, -1);

        boolean counts() {
            return id < 0;
        }
    }

    private static final int EPOCHS_MAX = 256;

    private final long[] told;
    private final long[] tried;
    private final int[] toldCounts;
    private final int[] triedCounts;
    private final @Nullable Side[][] owners;
    private final boolean timelineFence;
    private final Consumer<String> alarm;
    private SimShard[] shards = new SimShard[0];

    Witness(int buckets, boolean timelineFence, Consumer<String> alarm) {
        this.told = new long[buckets];
        this.tried = new long[buckets];
        this.toldCounts = new int[buckets];
        this.triedCounts = new int[buckets];
        this.owners = new Side[buckets][EPOCHS_MAX];
        this.timelineFence = timelineFence;
        this.alarm = alarm;
    }

    void watch(SimShard... both) {
        shards = both;
        look();
    }

    /** At every moment at most one shard where a write can pass; an epoch names one owner. */
    void look() {
        for (int bucket = 0; bucket < told.length; bucket++) {
            int open = 0;
            for (SimShard shard : shards) {
                Cell cell = shard.rows[bucket];
                if (cell.is(BucketRow.State.NONE)) {
                    continue;
                }
                if (cell.is(BucketRow.State.OWNED) && (shard.armedNow() || !timelineFence)) {
                    open++;
                }
                names(bucket, cell, cell.owns() ? shard.side : shard.side.other());
            }
            if (open > 1) {
                alarm.accept("bucket " + bucket + " has two owners: " + rows(bucket));
            }
        }
    }

    private void names(int bucket, Cell cell, Side owner) {
        Side before = owners[bucket][(int) cell.epoch()];
        owners[bucket][(int) cell.epoch()] = owner;
        if (before != null && before != owner) {
            alarm.accept(
                    "epoch "
                            + cell.epoch()
                            + " of bucket "
                            + bucket
                            + " names two: "
                            + rows(bucket));
        }
    }

    private String rows(int bucket) {
        StringBuilder text = new StringBuilder();
        for (SimShard shard : shards) {
            text.append(shard.side).append(' ').append(shard.rows[bucket]).append(' ');
            text.append(shard.content[bucket]).append(shard.armedNow() ? "; " : " unarmed; ");
        }
        return text.toString();
    }

    void tries(Write write) {
        if (write.counts()) {
            triedCounts[write.bucket()]++;
        } else {
            tried[write.bucket()] |= 1L << write.id();
        }
    }

    /** A write is being committed: only its owner may. */
    void passes(SimShard shard, int bucket, long epoch) {
        Cell cell = shard.rows[bucket];
        if (!cell.is(BucketRow.State.OWNED) || cell.epoch() != epoch) {
            alarm.accept(
                    "a write of epoch " + epoch + " passed on " + shard.side + ": " + rows(bucket));
        }
    }

    void told(Write write) {
        if (write.counts()) {
            toldCounts[write.bucket()]++;
        } else {
            told[write.bucket()] |= 1L << write.id();
        }
    }

    /** A promotion lost it; whoever was told so was told too early, which no mover can mend. */
    void forgotten(Write write) {
        if (write.bucket() < 0) {
            return;
        }
        if (!write.counts()) {
            told[write.bucket()] &= ~(1L << write.id());
        } else if (toldCounts[write.bucket()] > 0) {
            toldCounts[write.bucket()]--;
        }
    }

    /** A new owner has everything that anybody was told, and nothing twice. */
    void owner(SimShard shard, int bucket) {
        Content content = shard.content[bucket];
        long missing = told[bucket] & ~content.ids();
        long foreign = content.ids() & ~tried[bucket];
        if (missing != 0 || content.counter() < toldCounts[bucket]) {
            alarm.accept(
                    "bucket "
                            + bucket
                            + " lost "
                            + Long.toBinaryString(missing)
                            + " and counts "
                            + content.counter()
                            + " of "
                            + toldCounts[bucket]
                            + ": "
                            + rows(bucket));
        }
        if (foreign != 0 || content.counter() > triedCounts[bucket]) {
            alarm.accept("bucket " + bucket + " has more than was written: " + rows(bucket));
        }
    }

    /** What must be true when everything has come to rest. */
    void end() {
        for (int bucket = 0; bucket < told.length; bucket++) {
            int owned = 0;
            for (SimShard shard : shards) {
                if (shard.rows[bucket].is(BucketRow.State.OWNED)) {
                    owned++;
                    owner(shard, bucket);
                } else if (!shard.content[bucket].equals(Content.EMPTY)) {
                    alarm.accept("rows outside their owner: " + rows(bucket));
                }
                if (shard.rows[bucket].is(BucketRow.State.IMPORTING)) {
                    alarm.accept("importing for ever: " + rows(bucket));
                }
                if (shard.markers[0][bucket] + shard.markers[1][bucket] != 0) {
                    alarm.accept("a marker is left on " + shard.side + ": " + rows(bucket));
                }
            }
            if (owned != 1) {
                alarm.accept(owned + " shards own bucket " + bucket + ": " + rows(bucket));
            }
        }
        for (SimShard shard : shards) {
            if (shard.publication != SimShard.UNPUBLISHED
                    || shard.slot != SimShard.NO_SLOT
                    || shard.subscription.exists()) {
                alarm.accept("a link is left on " + shard.side);
            }
        }
    }
}
