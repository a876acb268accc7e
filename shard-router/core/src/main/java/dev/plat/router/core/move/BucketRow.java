package dev.plat.router.core.move;

import java.util.Optional;
import java.util.UUID;

/**
 * What a shard's {@code plat_bucket} says about a bucket.
 *
 * @param epoch 0 with {@link State#NONE}
 * @param move that touched it last
 * @param freezeNo rises with every freeze; stands in the marker of that freeze
 */
public record BucketRow(State state, long epoch, Optional<UUID> move, int freezeNo) {

    public static final BucketRow NONE = new BucketRow(State.NONE, 0, Optional.empty(), 0);

    /** NONE is no row; the others are the texts of the column in upper case. */
    public enum State {
        NONE,
        OWNED,
        FROZEN,
        MOVED,
        IMPORTING,
        ABORTED
    }
}
