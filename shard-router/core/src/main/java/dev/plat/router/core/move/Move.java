package dev.plat.router.core.move;

import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Buckets on their way from one shard to another, together over one pair of replication links; they
 * cut over a few at a time. Stored on the target.
 *
 * @param buckets 1 to {@value #BUCKETS_MAX}, ascending
 * @param soak how long the way back stays open after the last cutover
 * @param rowsPerSecondMax of the deletion at the end; 0 is without limit
 * @param order whose batch this is, empty for none
 */
public record Move(
        UUID id,
        Tier tier,
        String source,
        String target,
        List<Bucket> buckets,
        Duration soak,
        int rowsPerSecondMax,
        String order) {

    /** A filter of that many buckets is still evaluated as one array; each link costs a slot. */
    public static final int BUCKETS_MAX = 1024;

    public Move {
        buckets = buckets.stream().sorted().distinct().toList();
        if (buckets.isEmpty() || buckets.size() > BUCKETS_MAX || source.equals(target)) {
            throw new IllegalArgumentException(
                    "a move has 1 to " + BUCKETS_MAX + " buckets and two different shards");
        }
    }

    /** What the operator wants of a move; the text is the name in lower case. */
    public enum Wish {
        FORWARD,
        /** Everything as it was: undo before a bucket's cutover, roll back after it. */
        BACK,
        /** Do not wait for the end of the soak. */
        FINISH
    }

    /**
     * How far a move has come; each is reached by one compare-and-set on its row. The text is the
     * name in lower case.
     */
    public enum Step {
        PLANNED,
        /** Pre-flight passed. */
        CHECKED,
        /** The target's rows are importing. */
        MARKED,
        /** Publication, slot and subscription carry the buckets to the target. */
        LINKED,
        /** Every table is copied. */
        COPIED,
        /** The way back is made; it carries nothing yet. */
        BACKED,
        /** Row for row equal. */
        VERIFIED,
        /** Every bucket is over. */
        CUT,
        /** The way back is open until the soak ends. */
        SOAKING,
        /** Row for row equal again: from here there is no way back. */
        REVERIFIED,
        DONE,
        /** On the way back. */
        RETURNING,
        /** Every bucket is the source's again; the copies on the target go. */
        RETURNED,
        UNDONE;

        public boolean ended() {
            return this == DONE || this == UNDONE;
        }

        /** Whether BACK can still be wished for. */
        public boolean canReturn() {
            return compareTo(REVERIFIED) < 0;
        }
    }
}
