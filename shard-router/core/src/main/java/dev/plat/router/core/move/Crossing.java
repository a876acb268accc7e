package dev.plat.router.core.move;

import dev.plat.router.core.move.BucketRow.State;
import java.util.UUID;

/**
 * Where a bucket stands between the one that gives it and the one that takes it, as both rows have
 * it. The same for both directions: forward the source gives, on the way back the target.
 */
enum Crossing {
    /** The giver owns it, the taker waits for it. */
    READY,
    /** As READY, and a freeze was left behind. */
    FROZEN,
    /** The giver gave it away, the taker has not got it: nobody can write. */
    HANDED,
    /** The taker owns it. */
    OVER,
    /** Nothing of that; it is not for a cutover to mend. */
    ELSEWHERE;

    static Crossing of(UUID move, BucketRow giver, BucketRow taker) {
        if (mine(move, taker) && owns(taker)) {
            return giver.state() == State.MOVED ? OVER : ELSEWHERE;
        }
        if (!waits(move, taker)) {
            return ELSEWHERE;
        }
        if (giver.state() == State.MOVED
                && mine(move, giver)
                && giver.epoch() == taker.epoch() + 1) {
            return HANDED;
        }
        if (!owns(giver) || giver.epoch() != taker.epoch()) {
            return ELSEWHERE;
        }
        return giver.state() == State.FROZEN ? FROZEN : READY;
    }

    static boolean mine(UUID move, BucketRow row) {
        return row.move().filter(move::equals).isPresent();
    }

    static boolean owns(BucketRow row) {
        return row.state() == State.OWNED || row.state() == State.FROZEN;
    }

    private static boolean waits(UUID move, BucketRow taker) {
        return mine(move, taker)
                && (taker.state() == State.IMPORTING || taker.state() == State.MOVED);
    }
}
