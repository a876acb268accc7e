package dev.plat.router.postgres;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Node;
import dev.plat.router.core.RoutedSqlException;
import dev.plat.router.core.TxWork;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.core.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try of a call: one connection, one transaction, one COMMIT. It ends with a value, with a
 * refusal that leaves nothing behind, or with an exception for the caller.
 */
final class Attempt<T> {

    /** How it ended when it did not throw. */
    sealed interface Outcome<T> {

        record Done<T>(T value, List<Runnable> afterCommit) implements Outcome<T> {}

        record Refused<T>(Refusal refusal, SQLException cause) implements Outcome<T> {}

        /** COMMIT was sent and not answered. */
        record Unsure<T>(Done<T> ifCommitted, String xid, String life, SQLException cause)
                implements Outcome<T> {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    /** Bound while work runs, in whatever router. */
    static final ScopedValue<Boolean> IN_WORK = ScopedValue.newInstance();

    private final Shards shards;
    private final Node shard;
    private final Fence fence;
    private final Deadline deadline;
    private final TxWork<T> work;

    Attempt(Shards shards, Node shard, Fence fence, Deadline deadline, TxWork<T> work) {
        this.shards = shards;
        this.shard = shard;
        this.fence = fence;
        this.deadline = deadline;
        this.work = work;
    }

    Outcome<T> run() {
        try (Admission.Permit permit =
                shards.admission().enter(shard.name(), fence.bucket(), deadline)) {
            Outcome<T> outcome = borrow(permit);
            switch (outcome) {
                case Outcome.Done<T> _ -> permit.answered();
                case Outcome.Refused<T> refused -> permit.failed(refused.refusal());
                case Outcome.Unsure<T> _ -> permit.failed(new Refusal.Away());
            }
            return outcome;
        } catch (Admission.Shut e) {
            return new Outcome.Refused<>(new Refusal.Shut(), e);
        }
    }

    private Outcome<T> borrow(Admission.Permit permit) {
        try (Connection connection = shards.pools().borrow(shard, Pools.Role.APP)) {
            shards.points().reach("tx.borrowed");
            return transact(permit, connection);
        } catch (SQLException e) {
            Refusal refusal = Refusal.of(e).orElseThrow(() -> new RoutedSqlException(e));
            return new Outcome.Refused<>(refusal, e);
        }
    }

    private Outcome<T> transact(Admission.Permit permit, Connection connection)
            throws SQLException {
        RoutedTx tx = new RoutedTx(connection, fence, deadline, () -> entered(permit));
        String life = CommitFate.lifeOf(connection);
        try {
            T value = ScopedValue.where(IN_WORK, true).<T, SQLException>call(() -> work.run(tx));
            return finish(connection, tx, life, value);
        } catch (SQLException e) {
            rollBack(connection, tx);
            return refused(tx).orElseThrow(() -> failed(tx, e));
        } catch (RuntimeException | Error e) {
            rollBack(connection, tx);
            return refused(tx)
                    .orElseThrow(() ->
                            bypassed(tx, e)
                                    .map(x -> (RuntimeException) x)
                                    .orElseGet(() -> rethrow(e)));
        } finally {
            tx.end();
        }
    }

    private void entered(Admission.Permit permit) {
        permit.answered();
        shards.points().reach("tx.entered");
    }

    private Outcome<T> finish(Connection connection, RoutedTx tx, String life, T value)
            throws SQLException {
        TransactionState state = tx.state();
        if (tx.failure().isPresent() && state != TransactionState.OPEN) {
            // Work hid a failure. Where the router would have tried again, it still can.
            rollBack(connection, tx);
            return refused(tx).orElseThrow(() -> swallowed(tx));
        }
        if (tx.entered() && state != TransactionState.OPEN) {
            throw swallowed(tx);
        }
        if (!tx.entered()) {
            return new Outcome.Done<>(value, tx.afterCommit());
        }
        return tx.isWrite() ? commit(connection, tx, life, value) : leave(connection, tx, value);
    }

    private Outcome<T> commit(Connection connection, RoutedTx tx, String life, T value)
            throws SQLException {
        shards.points().reach("tx.commit-sent");
        try {
            connection.commit();
            shards.points().reach("tx.committed");
            return new Outcome.Done<>(value, tx.afterCommit());
        } catch (SQLException e) {
            if (!Refusal.lost(e)) {
                throw tx.note(e);
            }
            return new Outcome.Unsure<>(
                    new Outcome.Done<>(value, tx.afterCommit()), tx.xid(), life, e);
        }
    }

    /** What a read brought is right, whatever becomes of its connection. */
    private Outcome<T> leave(Connection connection, RoutedTx tx, T value) {
        try {
            connection.commit();
        } catch (SQLException e) {
            LOG.debug("the end of a read on {} failed", shard.name(), e);
        }
        return new Outcome.Done<>(value, tx.afterCommit());
    }

    private Optional<Outcome<T>> refused(RoutedTx tx) {
        return tx.failure()
                .flatMap(cause ->
                        Refusal.of(cause).map(refusal -> new Outcome.Refused<>(refusal, cause)));
    }

    private RuntimeException failed(RoutedTx tx, SQLException e) {
        return bypassed(tx, e)
                .map(RuntimeException.class::cast)
                .orElseGet(() -> new RoutedSqlException(e));
    }

    private Optional<PlatException> bypassed(RoutedTx tx, Throwable e) {
        return tx.failure()
                .filter(Refusal::isFenceBypass)
                .map(_ -> {
                    LOG.error(
                            "fence-bypass: work for bucket {} wrote to another one",
                            fence.bucket().number(),
                            e);
                    return new PlatException(
                                    ErrorCode.FENCE_BYPASS,
                                    "A transaction wrote to a bucket it had not entered.",
                                    "tier",
                                    shards.tier().text(),
                                    "bucket",
                                    fence.bucket().number())
                            .causedBy(e);
                });
    }

    private PlatException swallowed(RoutedTx tx) {
        PlatException exception =
                new PlatException(
                        ErrorCode.INTERNAL,
                        "The work hid a failure of the database, or ended the transaction itself;"
                                + " nothing was changed.",
                        "tier",
                        shards.tier().text(),
                        "bucket",
                        fence.bucket().number());
        tx.failure().ifPresent(exception::causedBy);
        return exception;
    }

    private void rollBack(Connection connection, RoutedTx tx) {
        tx.end();
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("the rollback on {} failed; its connection is gone", shard.name(), e);
        }
    }

    private static RuntimeException rethrow(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) e;
    }
}
