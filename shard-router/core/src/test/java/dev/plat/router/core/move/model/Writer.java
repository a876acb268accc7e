package dev.plat.router.core.move.model;

import dev.plat.router.core.move.BucketRow.State;
import dev.plat.router.core.move.Side;

/**
 * A router and its caller: begins, passes the fence, writes and commits, each a step of its own. It
 * goes by a map of its own, which may be old, and may sleep for long between any two steps.
 */
final class Writer implements Turns.Actor {

    private enum At {
        IDLE,
        BEGUN,
        ENTERED,
        WRITTEN
    }

    private static final long THAW_AFTER = 500_000;
    private static final int IDS_MAX = 62;

    private final History history;
    private final Side[] ownerOf;
    private final long[] epochOf;

    private At at = At.IDLE;
    private long wakeAt;
    private int left;
    private int bucket;
    private boolean snapshot;
    private boolean counting;
    private SimShard shard;
    private int generation;
    private long epoch;
    private Cell oldRow;
    private Content oldContent;
    private int newCount;
    private long refusedSince = -1;
    private Witness.Write write = Witness.Write.NONE;

    Writer(History history, int writes, int buckets) {
        this.history = history;
        this.left = writes;
        this.ownerOf = new Side[buckets];
        this.epochOf = new long[buckets];
        for (int i = 0; i < buckets; i++) {
            ownerOf[i] = Side.SOURCE;
            epochOf[i] = history.source().rows[i].epoch();
        }
        this.shard = history.source();
        this.oldRow = shard.rows[0];
        this.oldContent = Content.EMPTY;
        this.wakeAt = history.chance().below(200_000);
    }

    @Override
    public long wakeAt() {
        return left == 0 ? Long.MAX_VALUE : wakeAt;
    }

    @Override
    public void step() {
        wakeAt = history.now() + rest();
        if (at != At.IDLE && (shard.down || shard.generation != generation)) {
            at = At.IDLE;
            return;
        }
        switch (at) {
            case IDLE -> begin();
            case BEGUN -> enter();
            case ENTERED -> write();
            case WRITTEN -> commit();
        }
    }

    private long rest() {
        Chance chance = history.chance();
        if (at == At.IDLE) {
            return chance.below(refusedSince < 0 ? 60_000 : 30_000);
        }
        return chance.once(15) ? chance.below(1_500_000) : chance.below(4_000);
    }

    private void begin() {
        if (refusedSince < 0) {
            bucket = history.chance().below(ownerOf.length);
            snapshot = history.chance().once(3);
            counting = history.chance().once(2);
        }
        shard = history.shard(ownerOf[bucket]);
        epoch = epochOf[bucket];
        if (shard.down) {
            return;
        }
        generation = shard.generation;
        oldRow = shard.rows[bucket];
        oldContent = shard.content[bucket];
        at = At.BEGUN;
    }

    /** {@code plat_enter}. */
    private void enter() {
        if (shard.exclusive[bucket] != null) {
            refused();
            return;
        }
        Cell now = shard.rows[bucket];
        Cell seen = snapshot ? oldRow : now;
        if (snapshot && history.has(Guard.ROW_LOCK) && !now.equals(oldRow)) {
            at = At.IDLE;
            return;
        }
        if (history.has(Guard.TIMELINE) && !shard.armedNow()) {
            refused();
            return;
        }
        if (seen.is(State.OWNED) && seen.epoch() == epoch) {
            shard.shared[bucket]++;
            refusedSince = -1;
            at = At.ENTERED;
            return;
        }
        refused();
        if (seen.is(State.NONE) || seen.epoch() < epoch || seen.is(State.FROZEN)) {
            return;
        }
        Side owner = seen.owns() ? shard.side : shard.side.other();
        learn(owner, seen.epoch());
    }

    private void learn(Side owner, long newer) {
        if (newer >= epochOf[bucket]) {
            ownerOf[bucket] = owner;
            epochOf[bucket] = newer;
        }
    }

    private void refused() {
        at = At.IDLE;
        if (refusedSince < 0) {
            refusedSince = history.now();
            return;
        }
        if (history.now() - refusedSince < THAW_AFTER) {
            return;
        }
        Cell cell = shard.rows[bucket];
        if (cell.is(State.FROZEN) && cell.until() <= history.now() && shard.armedNow()) {
            shard.commit().row(bucket, cell.thawed()).durable();
        }
        history.map().tell(bucket, this::learn);
    }

    private void write() {
        Content now = shard.content[bucket];
        if (!counting) {
            write = history.newWrite(bucket, IDS_MAX);
            if (write.bucket() < 0) {
                leave();
                left = 0;
                return;
            }
            at = At.WRITTEN;
            return;
        }
        if (shard.counterLock[bucket] != null) {
            return;
        }
        if (snapshot && now.counter() != oldContent.counter()) {
            leave();
            return;
        }
        shard.counterLock[bucket] = this;
        newCount = now.counter() + 1;
        write = new Witness.Write(bucket, -1);
        at = At.WRITTEN;
    }

    private void commit() {
        history.witness().passes(shard, bucket, epoch);
        history.witness().tries(write);
        Content now = shard.content[bucket];
        Commit commit = shard.commit();
        if (counting) {
            if (now.counter() >= 0) {
                commit.content(bucket, now.counting(newCount));
                commit.change(new Change.Count(bucket, newCount));
            }
        } else {
            commit.content(bucket, now.with(write.id()));
            commit.change(new Change.Insert(bucket, write.id()));
        }
        commit.write = write;
        commit.durable();
        if (!history.chance().once(20)) {
            history.witness().told(write);
        } else {
            commit.write = Witness.Write.NONE;
        }
        leave();
        left--;
    }

    private void leave() {
        shard.shared[bucket]--;
        if (shard.counterLock[bucket] == this) {
            shard.counterLock[bucket] = null;
        }
        at = At.IDLE;
    }
}
