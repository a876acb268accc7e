package dev.plat.router.postgres;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Key;
import dev.plat.schemas.PlatException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * One transaction on one shard. It remembers whether the fence was passed and what failed first, as
 * work may hide or wrap what the database said.
 *
 * <p>Threads: for one.
 */
final class RoutedTx implements Tx {

    private final Connection connection;
    private final BaseConnection driver;
    private final @Nullable Fence fence;
    private final Deadline deadline;
    private final Runnable onEntering;
    private final Connection handed;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private boolean entered;
    private boolean over;
    private String xid = "";
    private @Nullable SQLException failure;

    /**
     * @param fence null when the connection's role needs none
     * @param onEntering runs when the shard has let the transaction pass
     */
    RoutedTx(Connection connection, @Nullable Fence fence, Deadline deadline, Runnable onEntering)
            throws SQLException {
        this.connection = connection;
        this.driver = connection.unwrap(BaseConnection.class);
        this.fence = fence;
        this.deadline = deadline;
        this.onEntering = onEntering;
        this.handed = FencedConnection.of(this);
        this.entered = fence == null;
    }

    @Override
    public Bucket bucket() {
        if (fence == null) {
            throw new IllegalStateException("a scatter has no single bucket");
        }
        return fence.bucket();
    }

    @Override
    public Connection connection() {
        return handed;
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    @Override
    public void expect(Key key) {
        if (!key.bucket().equals(bucket())) {
            throw new PlatException(
                    ErrorCode.INTERNAL,
                    "One transaction touches one bucket.",
                    "value",
                    key.bucket().number(),
                    "expected",
                    bucket().number());
        }
    }

    /** The pool's connection, without the fence. */
    Connection raw() {
        if (over) {
            throw new IllegalStateException("the transaction is over");
        }
        return connection;
    }

    Optional<Fence> fence() {
        return Optional.ofNullable(fence);
    }

    boolean entered() {
        return entered;
    }

    void passed(String transactionId) {
        entered = true;
        xid = transactionId;
        onEntering.run();
    }

    /** With a round trip of its own, for what cannot carry the fence. */
    void enter() throws SQLException {
        Fence question = fence;
        if (entered || question == null) {
            return;
        }
        checkDeadline();
        try (PreparedStatement statement = raw().prepareStatement(question.sql())) {
            question.bind(statement);
            statement.execute();
            passed(question.passed(statement));
        } catch (SQLException e) {
            throw note(e);
        }
    }

    /**
     * @throws PlatException {@code overloaded} when the time went by in the queue, {@code
     *     deadline-exceeded} later
     */
    void checkDeadline() {
        if (entered || !deadline.passed()) {
            deadline.check();
            return;
        }
        throw new PlatException(
                ErrorCode.OVERLOADED, "The call got its turn when its time was over.");
    }

    /** Keeps the first failure. */
    SQLException note(SQLException e) {
        if (failure == null) {
            failure = e;
        }
        return e;
    }

    Optional<SQLException> failure() {
        return Optional.ofNullable(failure);
    }

    /** As {@code pg_xact_status} knows the transaction; empty when it wrote nothing. */
    String xid() {
        return xid;
    }

    boolean isWrite() {
        return fence != null && fence.isWrite();
    }

    /** As JDBC numbers it. */
    int isolation() {
        return fence == null ? Connection.TRANSACTION_REPEATABLE_READ : fence.isolation();
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }

    /** From here on nothing more goes through the connection that was handed out. */
    void end() {
        over = true;
    }

    boolean over() {
        return over;
    }

    /**
     * Looks at what the driver knows before COMMIT is sent: it keeps quiet when the server turns a
     * COMMIT into a rollback.
     */
    TransactionState state() {
        return driver.getTransactionState();
    }
}
