package dev.plat.router.core.move;

import dev.plat.schemas.Bucket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The two shards of one move as a controller acts on them. Each call is one transaction on one
 * shard unless it says otherwise; it first holds the controller's number against the shard's
 * ({@code ctl}), so that an old controller changes nothing. Every call may be repeated: it finds
 * out what is already there. Conditions are compare-and-set; a {@code false} says that the row was
 * not as expected, and nothing was changed.
 *
 * <p>Every call may throw {@link WorldAway} (it may have happened) and {@link Superseded} (it has
 * not).
 *
 * <p>Threads: for one.
 */
public interface MoveWorld {

    // The book, on the target.

    MoveRecord load();

    /** Compare-and-set of the step; entering SOAKING starts the soak by the target's clock. */
    boolean advance(Move.Step from, Move.Step to);

    /**
     * Turns the move back, with the reason, unless it has gone too far: then false. PLANNED becomes
     * UNDONE at once, as nothing was made; any later step RETURNING, since a call whose answer was
     * lost may have marked rows already.
     */
    boolean turnBack(String why);

    // Before the cutover.

    /**
     * Equal schemas, free slots, replica identities, no old transactions, no rows of these buckets
     * on the target, owners as planned.
     *
     * @throws MoveRefused naming what was found and what would help
     */
    void preflight() throws MoveRefused;

    /**
     * Target rows: none, moved or aborted → importing, at the source's epoch. All in one, and only
     * while the step is CHECKED: a call that comes late must not mark rows of a move that has
     * turned back.
     */
    boolean markImporting();

    /** Ledger lines, publication, slot, subscription: source → target. Not one transaction. */
    void linkForward();

    /** How the giver's link to the other side stands: its copy, its lag, errors of apply. */
    Lag lag(Side giver);

    /** The same the other way, carrying nothing yet, no copy. Not one transaction. */
    void linkBack();

    /**
     * Compares buckets row for row between the owner and the other side at one moment of a short
     * freeze of them all, and writes the results down. Buckets that could not be frozen in time are
     * left out.
     *
     * @param owner whose content is the truth; its link to the other side carries the buckets
     * @return for each bucket that was compared whether the sides were equal
     */
    Map<Bucket, Boolean> verify(Side owner, List<Bucket> buckets);

    /** Whether customers' statements are under way on the move's servers just now. */
    boolean busy();

    // The cutover of a few buckets at a time.

    /** As {@link #rows}. */
    BucketRow row(Side side, Bucket bucket);

    /**
     * All rows of the move's buckets on one side, NONE for those that have none. What this shows is
     * on the disk, and on the synchronous standby: a grant is not when it is made.
     */
    Map<Bucket, BucketRow> rows(Side side);

    /**
     * Takes, without committing, what the cutover needs of both sides' publications: the giver's
     * loses the buckets, the taker's gains them. Empty when the locks cannot be had in time.
     */
    Optional<Swap> openSwap(Side giver, Collection<Bucket> buckets);

    /**
     * Drains the buckets' writers, owned → frozen, freeze number + 1, marker: all of them in one
     * transaction, or none. What holds one of them up may be ended after {@code patience} tries.
     *
     * @param epochs of the buckets, one or more
     */
    Frozen freeze(Side giver, Map<Bucket, Long> epochs);

    /**
     * What came of a freeze.
     *
     * @param freezes of all the buckets; empty when one could not be frozen
     * @param held those that were in the way, as their writers do not end; empty when all are
     *     frozen, or a row was not as expected
     */
    record Frozen(List<Freeze> freezes, Set<Bucket> held) {

        public static Frozen heldBy(Set<Bucket> held) {
            return new Frozen(List.of(), held);
        }
    }

    /**
     * Whether what the giver had committed when this was called has come to the other side within
     * the limit, so that a marker has nothing before it but what is written meanwhile.
     */
    boolean caughtUp(Side giver, Duration limit);

    /** Whether the markers of these freezes of one side have come to the other within the limit. */
    boolean awaitMarkers(List<Freeze> freezes, Duration limit);

    /**
     * frozen → owned for those of these freezes of one side that still stand.
     *
     * @return whether all did; false when one was thawed, or is over
     */
    boolean thaw(List<Freeze> freezes);

    /** Two open transactions. Each half is done for all of its buckets or for none. */
    interface Swap extends AutoCloseable {

        /**
         * Giver: frozen → moved at epoch + 1, these freezes only, with its publication. Commits.
         *
         * @param freezes of all the buckets the swap was opened for
         */
        boolean handOver(List<Freeze> freezes);

        /**
         * Taker: importing or moved at the freeze's epoch → owned at epoch + 1, demanding each
         * freeze's marker, with its publication. Commits, without waiting for the disk: a crash may
         * forget it, with nothing behind it that anybody was told.
         */
        boolean grant(List<Freeze> freezes);

        /** Rolls back what was not committed. */
        @Override
        void close();
    }

    /**
     * The taker's half of a swap alone, for buckets that were handed over by a controller that
     * died: all of them or none, as in {@link Swap#grant}; true as well when they are granted.
     *
     * <p>The caller has made sure that the link is not lost: behind a promotion of the taker the
     * markers prove nothing.
     *
     * @param freezes of one side, by which it handed them over
     */
    boolean grantLate(List<Freeze> freezes);

    /**
     * Taker: importing or moved, by this move and below or at {@code epoch} → aborted at {@code
     * epoch}, pointing to the giver. From then on no grant that is still under way can come
     * through.
     */
    boolean abort(Side taker, Bucket bucket, long epoch);

    /** Giver: moved at {@code epoch} → owned at {@code epoch} + 1, only after {@link #abort}. */
    boolean takeBack(Side giver, Bucket bucket, long epoch);

    /**
     * Tells the routers; never the truth, so it may fail and be repeated.
     *
     * @throws WorldAway when the registry does not answer
     */
    void publish(Bucket bucket, long epoch, Side owner);

    // After it.

    /** Forward link gone, so that a soaking move costs one slot; the way back stays. */
    void unlinkForward();

    /** All links gone: subscriptions, slots, those of broken table copies too, publications. */
    void unlink();

    /**
     * Deletes the rows of the move's buckets that {@code side} does not own (moved, aborted by this
     * move; others are left alone), throttled, in batches; markers and verification results of the
     * move with them in the end.
     */
    void clean(Side side);

    /**
     * How a copy or the replication stands.
     *
     * @param copied every table is past its copy
     * @param bytesBehind of write-ahead log
     * @param trouble what apply complains about; empty for nothing
     * @param lost the link is broken for good (no such link, its slot is gone, a side was promoted
     *     since it was made): what came over it is no longer a copy
     */
    record Lag(
            boolean copied,
            int tablesDone,
            int tablesTotal,
            long bytesDone,
            long bytesTotal,
            long bytesBehind,
            String trouble,
            boolean lost) {}
}
