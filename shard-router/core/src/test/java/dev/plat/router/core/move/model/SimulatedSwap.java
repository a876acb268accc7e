package dev.plat.router.core.move.model;

import dev.plat.router.core.move.BucketRow.State;
import dev.plat.router.core.move.Freeze;
import dev.plat.router.core.move.MoveWorld;
import dev.plat.router.core.move.Side;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.move.WorldAway;
import java.util.Optional;
import java.util.UUID;

/** The two open transactions of a cutover; a server that restarts has forgotten its own. */
final class SimulatedSwap implements MoveWorld.Swap {

    private final History history;
    private final Hands hands;
    private final Side giver;
    private final int bucket;
    private final int[] generations = new int[2];
    private final boolean[] gone = new boolean[2];

    private SimulatedSwap(History history, Hands hands, Side giver, int bucket) {
        this.history = history;
        this.hands = hands;
        this.giver = giver;
        this.bucket = bucket;
    }

    static Optional<MoveWorld.Swap> open(History history, Hands hands, Side giver, int bucket) {
        SimulatedSwap swap = new SimulatedSwap(history, hands, giver, bucket);
        try {
            for (Side side : Side.values()) {
                if (!hands.on(side, () -> swap.take(side))) {
                    swap.close();
                    return Optional.empty();
                }
            }
            return Optional.of(swap);
        } catch (WorldAway | Superseded | Killed e) {
            swap.close();
            throw e;
        }
    }

    private boolean take(Side side) {
        SimShard shard = history.shard(side);
        generations[side.direction() - 1] = shard.generation;
        if (gone[side.direction() - 1] || shard.altering != null) {
            return false;
        }
        shard.altering = this;
        return true;
    }

    @Override
    public boolean handOver(Freeze freeze) {
        return hands.sharply(giver, () -> handOverNow(freeze));
    }

    private boolean handOverNow(Freeze freeze) {
        SimShard shard = open(giver);
        Cell cell = shard.rows[bucket];
        UUID id = history.move().id();
        if (!cell.is(State.FROZEN)
                || cell.epoch() != freeze.epoch()
                || (history.has(Guard.FREEZE_NO) && cell.freezeNo() != freeze.freezeNo())) {
            return false;
        }
        Commit commit = shard.commit().row(bucket, cell.to(State.MOVED, freeze.epoch() + 1, id));
        if (shard.publication != SimShard.UNPUBLISHED && history.has(Guard.SWAP_FILTER)) {
            commit.publication(shard.publication & ~(1 << bucket));
        }
        commit.durable();
        history.handedOver();
        return true;
    }

    @Override
    public boolean grant(Freeze freeze) {
        return hands.sharply(
                giver.other(),
                () -> {
                    open(giver.other());
                    return grant(history, bucket, freeze);
                });
    }

    /** The taker's half; also what a later controller does alone. */
    static boolean grant(History history, int bucket, Freeze freeze) {
        SimShard shard = history.shard(freeze.side().other());
        Cell cell = shard.rows[bucket];
        UUID id = history.move().id();
        boolean waits = cell.is(State.IMPORTING) || cell.is(State.MOVED);
        if (!waits || !cell.of(id) || cell.epoch() != freeze.epoch()) {
            return false;
        }
        if (history.has(Guard.GRANT_MARKER)
                && !SimulatedFreezes.marked(history, shard, bucket, freeze)) {
            return false;
        }
        Commit commit = shard.commit().row(bucket, cell.to(State.OWNED, freeze.epoch() + 1, id));
        if (shard.publication != SimShard.UNPUBLISHED) {
            commit.publication(shard.publication | 1 << bucket);
        }
        commit.kept().durable();
        history.witness().owner(shard, bucket);
        return true;
    }

    private SimShard open(Side side) {
        SimShard shard = history.shard(side);
        if (shard.generation != generations[side.direction() - 1] || shard.altering != this) {
            throw new WorldAway("the transaction on " + side + " is gone");
        }
        return shard;
    }

    /** A connection that is closed, or whose client is gone, is noticed some time later. */
    @Override
    public void close() {
        for (Side side : Side.values()) {
            hands.drop(() -> release(history.shard(side)));
        }
    }

    private void release(SimShard shard) {
        gone[shard.side.direction() - 1] = true;
        if (shard.altering == this) {
            shard.altering = null;
        }
    }
}
