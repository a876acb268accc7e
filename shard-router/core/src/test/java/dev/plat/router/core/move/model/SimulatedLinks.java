package dev.plat.router.core.move.model;

import dev.plat.router.core.move.BucketRow.State;
import dev.plat.router.core.move.MoveWorld;
import dev.plat.router.core.move.Side;
import dev.plat.schemas.Bucket;
import java.util.Collections;
import java.util.List;

/** Publications, slots, subscriptions, and the rows that go in the end. */
final class SimulatedLinks {

    private static final long POLL_MICROS = 1_000;

    private final History history;
    private final Hands hands;

    SimulatedLinks(History history, Hands hands) {
        this.history = history;
        this.hands = hands;
    }

    /** Each object is an effect of its own; what is there already stays. */
    void link(Side giver, int mask, boolean copy) {
        SimShard from = history.shard(giver);
        SimShard to = history.shard(giver.other());
        hands.promptly(giver, () -> publish(from, mask));
        hands.promptly(giver, () -> makeSlot(from));
        int timeline = hands.on(giver, () -> from.timeline);
        hands.promptly(giver.other(), () -> subscribe(from, to, timeline, copy));
    }

    private static boolean publish(SimShard from, int mask) {
        if (from.publication == SimShard.UNPUBLISHED) {
            from.commit().publication(mask).durable();
        }
        return true;
    }

    private static boolean makeSlot(SimShard from) {
        if (from.slot == SimShard.NO_SLOT) {
            from.slot = from.flushed;
        }
        return true;
    }

    private static boolean subscribe(SimShard from, SimShard to, int timeline, boolean copy) {
        if (to.subscription.exists()) {
            return true;
        }
        List<Integer> synced = Collections.nCopies(to.rows.length, copy ? -1 : 0);
        to.commit()
                .subscription(
                        new Subscription(Math.max(0, from.slot), synced, timeline, to.timeline))
                .durable();
        return true;
    }

    MoveWorld.Lag lag(Side giver) {
        SimShard from = history.shard(giver);
        SimShard to = history.shard(giver.other());
        boolean slotThere = hands.on(giver, () -> from.slot != SimShard.NO_SLOT);
        int timeline = hands.on(giver, () -> from.timeline);
        return hands.on(giver.other(), () -> lag(from, to, slotThere, timeline));
    }

    boolean caughtUp(Side giver, long limitMicros) {
        SimShard from = history.shard(giver);
        SimShard to = history.shard(giver.other());
        int end = hands.on(giver, () -> from.flushed);
        long until = history.now() + limitMicros;
        // What the taker has taken it tells the giver, whom alone the mover asks.
        while (!hands.on(giver, () -> to.subscription.origin() >= end)) {
            if (history.now() >= until) {
                return false;
            }
            hands.pause(POLL_MICROS);
        }
        return true;
    }

    private MoveWorld.Lag lag(SimShard from, SimShard to, boolean slot, int timeline) {
        Subscription at = to.subscription;
        boolean lost =
                !at.exists()
                        || !slot
                        || (history.has(Guard.LOST_LINK)
                                && (at.giverTimeline() != timeline
                                        || at.takerTimeline() != to.timeline));
        int done = 0;
        for (int place : at.synced()) {
            done += place >= 0 ? 1 : 0;
        }
        return new MoveWorld.Lag(
                done == at.synced().size(),
                done,
                at.synced().size(),
                done,
                at.synced().size(),
                Math.max(0, from.flushed - at.origin()),
                to.trouble,
                lost);
    }

    void unlink(Side giver) {
        SimShard from = history.shard(giver);
        SimShard to = history.shard(giver.other());
        hands.on(
                giver.other(),
                () -> {
                    to.trouble = "";
                    to.commit().subscription(Subscription.NONE).durable();
                    return true;
                });
        hands.on(
                giver,
                () -> {
                    from.slot = SimShard.NO_SLOT;
                    return true;
                });
        hands.on(
                giver,
                () -> {
                    from.commit().publication(SimShard.UNPUBLISHED).durable();
                    return true;
                });
    }

    /** A batch for each bucket that is not this shard's; then the marks of the move. */
    void clean(Side side) {
        SimShard shard = history.shard(side);
        for (Bucket bucket : history.move().buckets()) {
            hands.on(side, () -> delete(shard, bucket.number()));
        }
        hands.on(
                side,
                () -> {
                    Commit commit = shard.commit();
                    for (Bucket bucket : history.move().buckets()) {
                        commit.marker(bucket.number(), Side.SOURCE, 0);
                        commit.marker(bucket.number(), Side.TARGET, 0);
                    }
                    commit.durable();
                    return true;
                });
    }

    private boolean delete(SimShard shard, int bucket) {
        Cell cell = shard.rows[bucket];
        boolean given = cell.is(State.MOVED) || cell.is(State.ABORTED);
        boolean linked = shard.publication != SimShard.UNPUBLISHED;
        if (!given || !cell.of(history.move().id())) {
            return true;
        }
        if (linked && history.has(Guard.UNLINK_FIRST)) {
            throw new IllegalStateException("clean before unlink");
        }
        shard.commit().content(bucket, Content.EMPTY).change(new Change.Delete(bucket)).durable();
        return true;
    }
}
