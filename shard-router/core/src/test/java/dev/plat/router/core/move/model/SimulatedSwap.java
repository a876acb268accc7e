package dev.plat.router.core.move.model;

import dev.plat.router.core.move.BucketRow.State;
import dev.plat.router.core.move.Freeze;
import dev.plat.router.core.move.MoveWorld;
import dev.plat.router.core.move.Side;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.move.WorldAway;
import dev.plat.schemas.Bucket;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The two open transactions of a cutover; a server that restarts has forgotten its own. */
final class SimulatedSwap implements MoveWorld.Swap {

    private final History history;
    private final Hands hands;
    private final Side giver;
    private final int mask;
    private final int[] generations = new int[2];
    private final boolean[] gone = new boolean[2];

    private SimulatedSwap(History history, Hands hands, Side giver, int mask) {
        this.history = history;
        this.hands = hands;
        this.giver = giver;
        this.mask = mask;
    }

    static Optional<MoveWorld.Swap> open(
            History history, Hands hands, Side giver, Collection<Bucket> buckets) {
        int mask = buckets.stream().mapToInt(bucket -> 1 << bucket.number()).sum();
        SimulatedSwap swap = new SimulatedSwap(history, hands, giver, mask);
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
    public boolean handOver(List<Freeze> freezes) {
        return hands.sharply(giver, () -> handOverNow(freezes));
    }

    private boolean handOverNow(List<Freeze> freezes) {
        SimShard shard = open(giver);
        UUID id = history.move().id();
        Commit commit = shard.commit();
        int given = 0;
        for (Freeze freeze : freezes) {
            int bucket = freeze.bucket().number();
            Cell cell = shard.rows[bucket];
            boolean its = !history.has(Guard.FREEZE_NO) || cell.freezeNo() == freeze.freezeNo();
            if (cell.is(State.FROZEN) && cell.epoch() == freeze.epoch() && its) {
                commit.row(bucket, cell.to(State.MOVED, freeze.epoch() + 1, id));
                given++;
            }
        }
        if (given == 0 || (given < freezes.size() && history.has(Guard.WHOLE_SWAP))) {
            commit.forget();
            return false;
        }
        if (shard.publication != SimShard.UNPUBLISHED && history.has(Guard.SWAP_FILTER)) {
            commit.publication(shard.publication & ~mask);
        }
        commit.durable();
        history.handedOver();
        return true;
    }

    @Override
    public boolean grant(List<Freeze> freezes) {
        return hands.sharply(
                giver.other(),
                () -> {
                    open(giver.other());
                    Optional<Commit> granted = grant(history, freezes);
                    granted.ifPresent(Commit::lazy);
                    return told(history, freezes, granted);
                });
    }

    /** The taker's half, as a later controller does it alone. */
    static boolean grantLate(History history, List<Freeze> freezes) {
        Optional<Commit> granted = grant(history, freezes);
        granted.ifPresent(commit -> commit.kept().durable());
        return told(history, freezes, granted);
    }

    private static boolean told(History history, List<Freeze> freezes, Optional<Commit> granted) {
        SimShard shard = history.shard(freezes.getFirst().side().other());
        if (granted.isPresent()) {
            freezes.forEach(freeze -> history.witness().owner(shard, freeze.bucket().number()));
        }
        return granted.isPresent();
    }

    private static Optional<Commit> grant(History history, List<Freeze> freezes) {
        SimShard shard = history.shard(freezes.getFirst().side().other());
        UUID id = history.move().id();
        Commit commit = shard.commit();
        int mask = 0;
        for (Freeze freeze : freezes) {
            int bucket = freeze.bucket().number();
            Cell cell = shard.rows[bucket];
            if (!grantable(history, shard, cell, freeze)) {
                commit.forget();
                return Optional.empty();
            }
            commit.row(bucket, cell.to(State.OWNED, freeze.epoch() + 1, id));
            mask |= 1 << bucket;
        }
        if (shard.publication != SimShard.UNPUBLISHED) {
            commit.publication(shard.publication | mask);
        }
        return Optional.of(commit);
    }

    private static boolean grantable(History history, SimShard shard, Cell cell, Freeze freeze) {
        boolean waits = cell.is(State.IMPORTING) || cell.is(State.MOVED);
        return waits
                && cell.of(history.move().id())
                && cell.epoch() == freeze.epoch()
                && (!history.has(Guard.GRANT_MARKER)
                        || SimulatedFreezes.marked(history, shard, freeze));
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
