package dev.plat.router.core.move;

import dev.plat.router.core.move.BucketRow.State;
import java.util.UUID;

/** What brings a bucket nearer to the source, as both rows have it. */
sealed interface Homeward {

    /** The source owns it, and nothing of the target's can change that. */
    record Home() implements Homeward {}

    /** The source owns it, but a freeze was left behind. */
    record Thaw(long epoch, int freezeNo) implements Homeward {}

    /** The side that would take it must first be unable to. */
    record Abort(Side taker, long epoch) implements Homeward {}

    /** It was given away and cannot be taken any more: the giver has it again. */
    record TakeBack(Side giver, long epoch) implements Homeward {}

    /** The target owns it, or is giving it: a cutover backwards. */
    record Cross() implements Homeward {}

    /** The target owns it and the source cannot take it. */
    record Stays() implements Homeward {}

    static Homeward of(UUID move, BucketRow source, BucketRow target) {
        boolean left = source.state() == State.MOVED && Crossing.mine(move, source);
        if (!Crossing.mine(move, target)) {
            return new Home();
        }
        return switch (target.state()) {
            case NONE -> new Home();
            case IMPORTING -> undo(source, target, left);
            case ABORTED -> left ? new TakeBack(Side.SOURCE, source.epoch()) : homeOrThaw(source);
            case OWNED, FROZEN -> left ? new Cross() : new Stays();
            case MOVED -> givenBack(move, source, target, left);
        };
    }

    /**
     * The abort comes before the source has its bucket again, at the epoch that the source is about
     * to have: were it the other way round, a grant still under way would make two owners.
     */
    private static Homeward undo(BucketRow source, BucketRow target, boolean left) {
        if (source.state() == State.FROZEN) {
            return homeOrThaw(source);
        }
        return new Abort(Side.TARGET, left ? source.epoch() + 1 : target.epoch());
    }

    private static Homeward givenBack(UUID move, BucketRow source, BucketRow target, boolean left) {
        if (left) {
            return new Cross();
        }
        if (source.state() == State.ABORTED && Crossing.mine(move, source)) {
            return new TakeBack(Side.TARGET, target.epoch());
        }
        return homeOrThaw(source);
    }

    private static Homeward homeOrThaw(BucketRow source) {
        return source.state() == State.FROZEN
                ? new Thaw(source.epoch(), source.freezeNo())
                : new Home();
    }
}
