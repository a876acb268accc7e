package dev.plat.router.core.move.model;

import dev.plat.router.core.move.BucketRow;
import dev.plat.router.core.move.BucketRow.State;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A line of a simulated {@code plat_bucket}. */
record Cell(State state, long epoch, @Nullable UUID move, int freezeNo, long until) {

    BucketRow seen() {
        return new BucketRow(state, epoch, Optional.ofNullable(move), freezeNo);
    }

    boolean is(State wanted) {
        return state == wanted;
    }

    boolean owns() {
        return state == State.OWNED || state == State.FROZEN;
    }

    boolean of(UUID wanted) {
        return wanted.equals(move);
    }

    Cell to(State next, long nextEpoch, UUID by) {
        return new Cell(next, nextEpoch, by, freezeNo, 0);
    }

    /** A freeze does not sign the row. */
    Cell frozen(long deadline) {
        return new Cell(State.FROZEN, epoch, move, freezeNo + 1, deadline);
    }

    Cell thawed() {
        return new Cell(State.OWNED, epoch, move, freezeNo, 0);
    }
}
