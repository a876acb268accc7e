package dev.plat.router.core.move.model;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.Side;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A simulated database server: rows, log, locks, and what it forgets when it crashes (commits that
 * were not flushed) or when a standby is promoted that had not got everything.
 */
final class SimShard {

    static final int UNPUBLISHED = -1;
    static final int NO_SLOT = -1;

    final Side side;
    final Cell[] rows;
    final Content[] content;
    final int[][] markers;
    int publication = UNPUBLISHED;
    Subscription subscription = Subscription.NONE;
    Book book = new Book(Move.Step.PLANNED, Move.Wish.FORWARD, "", 0);
    int ctl;
    int timeline = 1;
    int armed = 1;

    /** Of the link this shard gives: what the other side has confirmed. Not in the log. */
    int slot = NO_SLOT;

    final List<Commit> log = new ArrayList<>();
    int flushed;

    /** Rises when every connection breaks. */
    int generation;

    boolean down;
    String trouble = "";

    /** Of each bucket: who holds or wants the exclusive lock, and how many hold the shared one. */
    final @Nullable Object[] exclusive;

    final int[] shared;

    /** Of each bucket: who holds the row lock of the counter. */
    final @Nullable Object[] counterLock;

    /** Who holds the lock that altering a publication takes. */
    @Nullable Object altering;

    private final Witness witness;

    SimShard(Side side, int buckets, Witness witness) {
        this.side = side;
        this.rows = new Cell[buckets];
        this.content = new Content[buckets];
        this.markers = new int[2][buckets];
        this.exclusive = new Object[buckets];
        this.shared = new int[buckets];
        this.counterLock = new Object[buckets];
        this.witness = witness;
        unlockAll();
    }

    Commit commit() {
        return new Commit(this);
    }

    void append(Commit commit) {
        commit.published = publication;
        log.add(commit);
        witness.look();
    }

    void flush() {
        flushed = log.size();
    }

    boolean armedNow() {
        return armed == timeline;
    }

    /** Every connection breaks, and what was not flushed is gone. */
    void crash() {
        down = true;
        generation++;
        forgetBackTo(flushed);
        unlockAll();
    }

    void start() {
        down = false;
        witness.look();
    }

    /** A standby takes over that had not got the last {@code tail} commits. */
    void promote(int tail) {
        crash();
        int size = log.size();
        int keep = size;
        while (keep > 0 && size - keep < tail && !log.get(keep - 1).kept) {
            keep--;
        }
        for (int i = keep; i < size; i++) {
            witness.forgotten(log.get(i).write);
        }
        forgetBackTo(keep);
        flushed = keep;
        timeline++;
        slot = NO_SLOT;
        start();
    }

    private void forgetBackTo(int size) {
        while (log.size() > size) {
            log.removeLast().forget();
        }
    }

    private void unlockAll() {
        for (int bucket = 0; bucket < rows.length; bucket++) {
            exclusive[bucket] = null;
            counterLock[bucket] = null;
            shared[bucket] = 0;
        }
        altering = null;
        trouble = "";
    }
}
