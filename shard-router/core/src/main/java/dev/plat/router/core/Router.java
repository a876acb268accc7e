package dev.plat.router.core;

import dev.plat.schemas.Bucket;
import dev.plat.schemas.Key;
import java.util.Collection;

/**
 * The only way to a database tier. A transaction touches one bucket; the router finds the shard
 * that owns it, passes the fence in the same round trip as the first statement, and when the bucket
 * has moved, learns the way from the database's own answer and runs the work again, unseen by the
 * caller.
 *
 * <p>Work may run more than once, each time in a fresh transaction: effects outside it belong in
 * {@link Tx#afterCommit}. A router call inside work throws {@link IllegalStateException}: waiting
 * for a second connection while holding one is a deadlock by exhaustion.
 *
 * <p>Errors of every call: {@code overloaded} (no connection within the deadline, nothing changed),
 * {@code try-again} (the owner could not be reached or the bucket is being moved for too long,
 * nothing changed), {@code bucket-unplaced}, {@code commit-unknown} (the connection broke after
 * COMMIT was sent). Anything that work throws comes back as it is, after a rollback; a checked
 * SQLException arrives wrapped in {@link RoutedSqlException}.
 *
 * <p>Threads: safe; made for virtual threads, and blocking.
 */
public interface Router extends AutoCloseable {

    /** Runs work in one READ COMMITTED transaction on the owner of the key's bucket. */
    <T> T write(Key key, TxWork<T> work);

    /** The same, giving up at {@code deadline}. */
    <T> T write(Key key, Deadline deadline, TxWork<T> work);

    /**
     * The same with a deadline, an isolation level or an idempotency key of its own. With a key the
     * transaction also writes a row of the bucket's table {@code idempotency}; a lost connection at
     * COMMIT then costs another try, which that row stops when the first had been committed, and
     * {@code commit-unknown} is left for a shard that does not answer until the deadline.
     */
    <T> Committed<T> write(Key key, WriteOptions options, TxWork<T> work);

    /**
     * Runs work in one REPEATABLE READ READ ONLY transaction on the owner: right as of a moment
     * when it was the owner.
     */
    <T> T read(Key key, TxWork<T> work);

    /** The same, giving up at {@code deadline}. */
    <T> T read(Key key, Deadline deadline, TxWork<T> work);

    /**
     * Runs work once on every shard of the tier, in parallel and read-only, over the rows of all
     * buckets the shard owns at that moment. Each bucket appears in one part at most, also while it
     * moves; a shard that gave an outdated answer is asked again. Those that did not answer in time
     * are named.
     */
    <T> Scatter<T> scatter(Deadline deadline, TxWork<T> work);

    /**
     * What a scatter brought.
     *
     * @param parts one result for each shard that answered
     * @param unanswered buckets whose shard did not
     */
    record Scatter<T>(Collection<T> parts, Collection<Bucket> unanswered) {

        public boolean complete() {
            return unanswered.isEmpty();
        }
    }

    @Override
    void close();
}
