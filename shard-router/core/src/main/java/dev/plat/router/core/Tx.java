package dev.plat.router.core;

import dev.plat.schemas.Bucket;
import dev.plat.schemas.PlatException;
import java.sql.Connection;

/** One routed transaction, valid only inside the work it is handed to and only on its thread. */
public interface Tx {

    /**
     * The bucket this transaction may touch.
     *
     * @throws IllegalStateException in a scatter, which has no single bucket
     */
    Bucket bucket();

    /**
     * The connection; commit, rollback, close and changes of its settings are the router's and
     * throw.
     */
    Connection connection();

    Deadline deadline();

    /**
     * Runs after the commit was acknowledged, in the caller's thread; what it throws is logged and
     * goes no further.
     */
    void afterCommit(Runnable action);

    /**
     * Says that {@code key} belongs here.
     *
     * @throws PlatException {@code internal} when the key lies in another bucket: one transaction,
     *     one bucket
     */
    void expect(dev.plat.schemas.Key key);
}
