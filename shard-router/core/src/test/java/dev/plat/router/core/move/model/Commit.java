package dev.plat.router.core.move.model;

import dev.plat.router.core.move.Side;
import java.util.ArrayList;
import java.util.List;

/**
 * A committed transaction in a shard's log: what decoding makes of it, by the filter that held just
 * then, and how to forget it.
 */
final class Commit {

    private final SimShard shard;
    final List<Change> changes = new ArrayList<>(2);
    private final List<Runnable> undo = new ArrayList<>(4);
    int published;
    boolean kept;
    Witness.Write write = Witness.Write.NONE;

    Commit(SimShard shard) {
        this.shard = shard;
    }

    Side side() {
        return shard.side;
    }

    Commit row(int bucket, Cell cell) {
        Cell before = shard.rows[bucket];
        undo.add(() -> shard.rows[bucket] = before);
        shard.rows[bucket] = cell;
        return this;
    }

    Commit content(int bucket, Content content) {
        Content before = shard.content[bucket];
        undo.add(() -> shard.content[bucket] = before);
        shard.content[bucket] = content;
        return this;
    }

    /** The newest marker of a bucket from one side. */
    Commit marker(int bucket, Side giver, int n) {
        int[] markers = shard.markers[giver.direction() - 1];
        int before = markers[bucket];
        undo.add(() -> markers[bucket] = before);
        markers[bucket] = n;
        return this;
    }

    /** {@link SimShard#UNPUBLISHED} for no publication. */
    Commit publication(int mask) {
        int before = shard.publication;
        undo.add(() -> shard.publication = before);
        shard.publication = mask;
        return this;
    }

    Commit subscription(Subscription next) {
        Subscription before = shard.subscription;
        undo.add(() -> shard.subscription = before);
        shard.subscription = next;
        return this;
    }

    Commit book(Book next) {
        Book before = shard.book;
        undo.add(() -> shard.book = before);
        shard.book = next;
        return this;
    }

    Commit ctl(int next) {
        int before = shard.ctl;
        undo.add(() -> shard.ctl = before);
        shard.ctl = next;
        return this;
    }

    Commit armed(int timeline) {
        int before = shard.armed;
        undo.add(() -> shard.armed = before);
        shard.armed = timeline;
        return this;
    }

    Commit change(Change change) {
        changes.add(change);
        return this;
    }

    /** What a standby must have before the answer: no failover forgets it. */
    Commit kept() {
        kept = true;
        return this;
    }

    void durable() {
        shard.append(this);
        shard.flush();
    }

    /** Until somebody flushes, a crash forgets it. */
    void lazy() {
        shard.append(this);
    }

    void forget() {
        for (int i = undo.size() - 1; i >= 0; i--) {
            undo.get(i).run();
        }
    }
}
