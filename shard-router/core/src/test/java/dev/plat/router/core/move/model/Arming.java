package dev.plat.router.core.move.model;

import dev.plat.router.core.move.BucketRow.State;
import java.util.UUID;

/**
 * Holds a promoted shard against the other one before it may take writes again, bucket by bucket:
 * what it says may be older than what it once said. Looking at the other side and writing down are
 * different steps, as they are on two servers.
 */
final class Arming implements Turns.Actor {

    private final SimShard promoted;
    private final SimShard peer;
    private final History history;
    private long wakeAt;
    private int bucket;

    Arming(SimShard promoted, SimShard peer, History history) {
        this.promoted = promoted;
        this.peer = peer;
        this.history = history;
    }

    @Override
    public long wakeAt() {
        return wakeAt;
    }

    @Override
    public void step() {
        wakeAt = history.now() + 10_000L + history.chance().below(30_000);
        if (promoted.armedNow()) {
            bucket = 0;
            wakeAt += 40_000;
            return;
        }
        if (promoted.down || peer.down) {
            return;
        }
        if (bucket == promoted.rows.length) {
            promoted.commit().armed(promoted.timeline).durable();
            return;
        }
        if (settle(promoted.rows[bucket], peer.rows[bucket])) {
            bucket++;
        }
    }

    /** False when it is to be looked at once more. */
    private boolean settle(Cell mine, Cell other) {
        if (mine.owns()) {
            return other.epoch() > mine.epoch() ? follow(mine, other) : reclaim(mine, other);
        }
        if (mine.is(State.MOVED) && other.is(State.ABORTED) && other.epoch() > mine.epoch()) {
            write(mine.to(State.OWNED, other.epoch(), history.move().id()));
        }
        if (mine.is(State.IMPORTING) && other.owns() && other.epoch() > mine.epoch()) {
            write(mine.to(State.ABORTED, other.epoch(), history.move().id()));
        }
        return true;
    }

    /**
     * The other side knows of a later epoch, and whose it is. When it was giving the bucket back,
     * this side has not got it (or it would know), so the other keeps it.
     */
    private boolean follow(Cell mine, Cell other) {
        if (other.is(State.MOVED)) {
            peer.commit()
                    .row(bucket, other.to(State.OWNED, other.epoch() + 1, id(other)))
                    .durable();
            return false;
        }
        // By the other's move, or that move would not clean up here.
        write(mine.to(other.owns() ? State.MOVED : State.OWNED, other.epoch(), id(other)));
        return true;
    }

    /**
     * A grant to the other side may be under way, by a hand-over that this shard forgot. It is made
     * impossible first, and the bucket goes on at an epoch that nobody can have been named for.
     */
    private boolean reclaim(Cell mine, Cell other) {
        boolean waits =
                other.of(history.move().id())
                        && other.epoch() == mine.epoch()
                        && (other.is(State.IMPORTING) || other.is(State.MOVED));
        if (!waits || !history.has(Guard.ARMING_ABORTS)) {
            write(mine.thawed());
            return true;
        }
        peer.commit()
                .row(bucket, other.to(State.ABORTED, mine.epoch() + 2, history.move().id()))
                .durable();
        return false;
    }

    private UUID id(Cell cell) {
        return cell.move() == null ? history.move().id() : cell.move();
    }

    private void write(Cell cell) {
        promoted.commit().row(bucket, cell).durable();
    }
}
