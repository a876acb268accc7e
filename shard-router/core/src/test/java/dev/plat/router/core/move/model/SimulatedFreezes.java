package dev.plat.router.core.move.model;

import dev.plat.router.core.move.BucketRow.State;
import dev.plat.router.core.move.Freeze;
import dev.plat.router.core.move.MoveWorld;
import dev.plat.router.core.move.Side;
import dev.plat.schemas.Bucket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Freezing a bucket, waiting for its marker, and comparing in the shelter of a freeze. */
final class SimulatedFreezes {

    private static final long FREEZE_MICROS = 500_000;
    private static final long LOCK_MICROS = 4_000;
    private static final int LOCK_TRIES = 6;
    private static final long POLL_MICROS = 10_000;
    private static final MoveWorld.Frozen NOTHING = new MoveWorld.Frozen(List.of(), Set.of());

    private final History history;
    private final Hands hands;

    SimulatedFreezes(History history, Hands hands) {
        this.history = history;
        this.hands = hands;
    }

    /** Queues for the exclusive locks, so that no new writer passes, and waits for the old ones. */
    MoveWorld.Frozen freeze(Side giver, Map<Bucket, Long> epochs) {
        SimShard shard = history.shard(giver);
        Session session = new Session();
        try {
            if (!hands.on(giver, () -> queue(shard, epochs.keySet(), session))) {
                return NOTHING;
            }
            for (Bucket bucket : epochs.keySet()) {
                if (!drained(shard, bucket.number(), session)) {
                    return MoveWorld.Frozen.heldBy(Set.of(bucket));
                }
            }
            return hands.on(giver, () -> freezeNow(shard, epochs, session));
        } finally {
            hands.drop(() -> release(shard, session));
        }
    }

    private boolean drained(SimShard shard, int bucket, Session session) {
        for (int i = 0; history.has(Guard.DRAIN) && shard.shared[bucket] > 0; i++) {
            if (i == LOCK_TRIES || shard.exclusive[bucket] != session) {
                return false;
            }
            hands.pause(LOCK_MICROS);
        }
        return true;
    }

    /** A connection of its own; what comes over it after its end has no effect. */
    private static final class Session {
        private boolean gone;
    }

    private static boolean queue(SimShard shard, Set<Bucket> buckets, Session session) {
        for (Bucket bucket : buckets) {
            if (session.gone || shard.exclusive[bucket.number()] != null) {
                return false;
            }
        }
        buckets.forEach(bucket -> shard.exclusive[bucket.number()] = session);
        return true;
    }

    private static void release(SimShard shard, Session session) {
        session.gone = true;
        for (int bucket = 0; bucket < shard.exclusive.length; bucket++) {
            if (shard.exclusive[bucket] == session) {
                shard.exclusive[bucket] = null;
            }
        }
    }

    private MoveWorld.Frozen freezeNow(SimShard shard, Map<Bucket, Long> epochs, Session session) {
        if (!epochs.keySet().stream()
                .allMatch(bucket -> freezable(shard, bucket, epochs, session))) {
            return NOTHING;
        }
        history.freezing();
        Commit commit = shard.commit();
        List<Freeze> freezes = new ArrayList<>();
        epochs.forEach((bucket, epoch) -> {
            int number = bucket.number();
            Cell frozen = shard.rows[number].frozen(history.now() + FREEZE_MICROS);
            commit.row(number, frozen)
                    .marker(number, shard.side, frozen.freezeNo())
                    .change(new Change.Marker(number, shard.side, frozen.freezeNo()));
            freezes.add(new Freeze(shard.side, bucket, epoch, frozen.freezeNo()));
        });
        commit.durable();
        return new MoveWorld.Frozen(freezes, Set.of());
    }

    private boolean freezable(
            SimShard shard, Bucket bucket, Map<Bucket, Long> epochs, Session session) {
        int number = bucket.number();
        boolean locked = shard.exclusive[number] == session;
        if (!locked || (history.has(Guard.DRAIN) && shard.shared[number] > 0)) {
            return false;
        }
        Cell cell = shard.rows[number];
        boolean expired = cell.is(State.FROZEN) && cell.until() <= history.now();
        return (cell.is(State.OWNED) || expired)
                && epochs.getOrDefault(bucket, -1L) == cell.epoch();
    }

    static boolean marked(History history, SimShard shard, Freeze freeze) {
        int n = shard.markers[freeze.side().direction() - 1][freeze.bucket().number()];
        return history.has(Guard.FREEZE_NO) ? n == freeze.freezeNo() : n > 0;
    }

    boolean awaitMarkers(List<Freeze> freezes, long limitMicros) {
        Side other = freezes.getFirst().side().other();
        SimShard shard = history.shard(other);
        long until = history.now() + limitMicros;
        while (!hands.on(
                other, () -> freezes.stream().allMatch(freeze -> marked(history, shard, freeze)))) {
            if (history.now() >= until) {
                return false;
            }
            hands.pause(POLL_MICROS);
        }
        return true;
    }

    boolean thaw(List<Freeze> freezes) {
        Side side = freezes.getFirst().side();
        return hands.on(
                side,
                () -> {
                    SimShard shard = history.shard(side);
                    Commit commit = shard.commit();
                    boolean all = true;
                    for (Freeze freeze : freezes) {
                        Cell cell = shard.rows[freeze.bucket().number()];
                        if (cell.is(State.FROZEN)
                                && cell.epoch() == freeze.epoch()
                                && cell.freezeNo() == freeze.freezeNo()) {
                            commit.row(freeze.bucket().number(), cell.thawed());
                        } else {
                            all = false;
                        }
                    }
                    commit.durable();
                    return all;
                });
    }

    /**
     * Which of them both sides hold alike at one moment; empty when that moment could not be had.
     * The freezes must still stand when the other side was read, or writes that came after them may
     * be there already.
     */
    Map<Bucket, Boolean> compare(Side owner, List<Bucket> buckets) {
        Side other = owner.other();
        SimShard mine = history.shard(owner);
        SimShard theirs = history.shard(other);
        Map<Bucket, Long> epochs = new LinkedHashMap<>();
        hands.on(
                owner,
                () -> {
                    buckets.forEach(
                            bucket -> epochs.put(bucket, mine.rows[bucket.number()].epoch()));
                    return true;
                });
        MoveWorld.Frozen frozen = freeze(owner, epochs);
        if (frozen.freezes().isEmpty()) {
            return Map.of();
        }
        Content[] there = hands.on(owner, () -> mine.content.clone());
        boolean come = awaitMarkers(frozen.freezes(), FREEZE_MICROS / 2);
        Content[] here = hands.on(other, () -> theirs.content.clone());
        boolean stood = thaw(frozen.freezes()) || !history.has(Guard.VERIFY_FREEZE);
        Map<Bucket, Boolean> found = new LinkedHashMap<>();
        for (Bucket bucket : come && stood ? buckets : List.<Bucket>of()) {
            boolean equal = there[bucket.number()].equals(here[bucket.number()]);
            if (!equal && history.has(Guard.VERIFY)) {
                history.differs(bucket);
            }
            found.put(bucket, equal || !history.has(Guard.VERIFY));
        }
        return found;
    }
}
