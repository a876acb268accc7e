package dev.plat.router.core.move.model;

import dev.plat.router.core.move.BucketRow.State;
import dev.plat.router.core.move.Freeze;
import dev.plat.router.core.move.Side;
import dev.plat.schemas.Bucket;
import java.util.Optional;

/** Freezing a bucket, waiting for its marker, and comparing in the shelter of a freeze. */
final class SimulatedFreezes {

    private static final long FREEZE_MICROS = 500_000;
    private static final long LOCK_MICROS = 4_000;
    private static final int LOCK_TRIES = 6;
    private static final long POLL_MICROS = 10_000;

    private final History history;
    private final Hands hands;

    SimulatedFreezes(History history, Hands hands) {
        this.history = history;
        this.hands = hands;
    }

    /** Queues for the exclusive lock, so that no new writer passes, and waits for the old ones. */
    Optional<Freeze> freeze(Side giver, int bucket, long epoch) {
        SimShard shard = history.shard(giver);
        Session session = new Session();
        try {
            if (!hands.on(giver, () -> queue(shard, bucket, session))) {
                return Optional.empty();
            }
            for (int i = 0; history.has(Guard.DRAIN) && shard.shared[bucket] > 0; i++) {
                if (i == LOCK_TRIES || shard.exclusive[bucket] != session) {
                    return Optional.empty();
                }
                hands.pause(LOCK_MICROS);
            }
            return hands.on(giver, () -> freezeNow(shard, bucket, epoch, session));
        } finally {
            hands.drop(() -> release(shard, bucket, session));
        }
    }

    /** A connection of its own; what comes over it after its end has no effect. */
    private static final class Session {
        private boolean gone;
    }

    private static boolean queue(SimShard shard, int bucket, Session session) {
        if (session.gone || shard.exclusive[bucket] != null) {
            return false;
        }
        shard.exclusive[bucket] = session;
        return true;
    }

    private static void release(SimShard shard, int bucket, Session session) {
        session.gone = true;
        if (shard.exclusive[bucket] == session) {
            shard.exclusive[bucket] = null;
        }
    }

    private Optional<Freeze> freezeNow(SimShard shard, int bucket, long epoch, Session session) {
        boolean locked = shard.exclusive[bucket] == session;
        if (!locked || (history.has(Guard.DRAIN) && shard.shared[bucket] > 0)) {
            return Optional.empty();
        }
        Cell cell = shard.rows[bucket];
        boolean expired = cell.is(State.FROZEN) && cell.until() <= history.now();
        if ((!cell.is(State.OWNED) && !expired) || cell.epoch() != epoch) {
            return Optional.empty();
        }
        history.freezing();
        Cell frozen = cell.frozen(history.now() + FREEZE_MICROS);
        shard.commit()
                .row(bucket, frozen)
                .marker(bucket, shard.side, frozen.freezeNo())
                .change(new Change.Marker(bucket, shard.side, frozen.freezeNo()))
                .durable();
        return Optional.of(new Freeze(shard.side, epoch, frozen.freezeNo()));
    }

    static boolean marked(History history, SimShard shard, int bucket, Freeze freeze) {
        int n = shard.markers[freeze.side().direction() - 1][bucket];
        return history.has(Guard.FREEZE_NO) ? n == freeze.freezeNo() : n > 0;
    }

    boolean awaitMarker(int bucket, Freeze freeze, long limitMicros) {
        Side other = freeze.side().other();
        long until = history.now() + limitMicros;
        while (!hands.on(other, () -> marked(history, history.shard(other), bucket, freeze))) {
            if (history.now() >= until) {
                return false;
            }
            hands.pause(POLL_MICROS);
        }
        return true;
    }

    boolean thaw(int bucket, Freeze freeze) {
        return hands.on(
                freeze.side(),
                () -> {
                    SimShard shard = history.shard(freeze.side());
                    Cell cell = shard.rows[bucket];
                    if (!cell.is(State.FROZEN)
                            || cell.epoch() != freeze.epoch()
                            || cell.freezeNo() != freeze.freezeNo()) {
                        return false;
                    }
                    shard.commit().row(bucket, cell.thawed()).durable();
                    return true;
                });
    }

    /**
     * Whether both sides hold the same at one moment; empty when that moment could not be had. The
     * freeze must still stand when the other side was read, or writes that came after it may be
     * there already.
     */
    Optional<Boolean> compare(Side owner, Bucket bucket) {
        int number = bucket.number();
        Side other = owner.other();
        Cell cell = hands.on(owner, () -> history.shard(owner).rows[number]);
        Optional<Freeze> frozen = freeze(owner, number, cell.epoch());
        if (frozen.isEmpty()) {
            return Optional.empty();
        }
        Content there = hands.on(owner, () -> history.shard(owner).content[number]);
        boolean come = awaitMarker(number, frozen.get(), FREEZE_MICROS / 2);
        Content here = hands.on(other, () -> history.shard(other).content[number]);
        boolean stood = thaw(number, frozen.get()) || !history.has(Guard.VERIFY_FREEZE);
        if (!come || !stood) {
            return Optional.empty();
        }
        if (!history.has(Guard.VERIFY) || there.equals(here)) {
            return Optional.of(true);
        }
        history.differs(bucket);
        return Optional.of(false);
    }
}
