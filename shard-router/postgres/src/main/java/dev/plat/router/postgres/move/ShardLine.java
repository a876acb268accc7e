package dev.plat.router.postgres.move;

import dev.plat.router.core.Node;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.postgres.move.Dialer.Limits;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One direct connection to a shard, made on first use and anew after every failure. Each
 * transaction begins with the controller's number.
 *
 * <p>Threads: for one.
 */
final class ShardLine implements AutoCloseable {

    static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String SUPERSEDED = "PB005";
    // Cancelled by a limit, shut down, starting, read-only, not armed, full, in use, deadlock,
    // conflict.
    private static final Set<String> PASSING =
            Set.of(
                    "57014",
                    "57P01",
                    "57P02",
                    "57P03",
                    "57P05",
                    "25P02",
                    "25P03",
                    "25006",
                    "PB004",
                    "53300",
                    "55006",
                    LOCK_NOT_AVAILABLE,
                    "40001",
                    "40P01");

    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** What a new connection does first. */
    interface Greeting {
        void greet(Connection connection) throws SQLException;
    }

    private final Dialer dialer;
    private final Control control;
    private final Tier tier;
    private final String shard;
    private final String purpose;
    private final Limits limits;
    private final Greeting greeting;
    private @Nullable Connection open;

    ShardLine(
            Dialer dialer,
            Control control,
            Tier tier,
            String shard,
            String purpose,
            Limits limits,
            Greeting greeting) {
        this.dialer = dialer;
        this.control = control;
        this.tier = tier;
        this.shard = shard;
        this.purpose = purpose;
        this.limits = limits;
        this.greeting = greeting;
    }

    String shard() {
        return shard;
    }

    /** The controller's number, for a statement that brings its own. */
    long control() {
        return control.number(node());
    }

    /** With what another shard reads the changes of this one. */
    String subscriptionString() {
        return dialer.subscriptionString(node());
    }

    Node node() {
        return dialer.node(tier, shard);
    }

    /** One transaction. */
    <T> T write(Work<T> work) {
        return inTransaction(work, "");
    }

    /** One transaction; empty, and nothing was changed, when a lock cannot be had in time. */
    <T> Optional<T> tryWrite(Work<T> work) {
        try {
            return Optional.of(write(work));
        } catch (WorldAway e) {
            if (isLockTimeout(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** One transaction that takes no row lock and no transaction id. */
    <T> T look(Work<T> work) {
        return inTransaction(work, "SET TRANSACTION READ ONLY");
    }

    /** Without a transaction around it: what makes a slot must not have written. */
    <T> T alone(Work<T> work) {
        try {
            return work.run(connection());
        } catch (SQLException e) {
            throw broken(e);
        }
    }

    /** Opens a transaction that the caller ends by {@link #commit} or {@link #drop}. */
    Connection begin(String settings) {
        rollback();
        try {
            Connection connection = connection();
            connection.setAutoCommit(false);
            prove(connection, settings);
            return connection;
        } catch (SQLException e) {
            throw broken(e);
        }
    }

    /** Work inside a transaction that was begun. */
    <T> T inside(Work<T> work) {
        Connection connection = open;
        if (connection == null) {
            throw new WorldAway("the transaction on shard " + shard + " is gone");
        }
        try {
            return work.run(connection);
        } catch (SQLException e) {
            throw broken(e);
        }
    }

    void commit() {
        inside(connection -> {
            connection.commit();
            connection.setAutoCommit(true);
            return true;
        });
    }

    /** Rolls back; the connection stays if it is sound. */
    void rollback() {
        Connection connection = open;
        if (connection == null) {
            return;
        }
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            drop();
        }
    }

    static boolean isLockTimeout(WorldAway e) {
        return e.getCause() instanceof SQLException sql
                && LOCK_NOT_AVAILABLE.equals(sql.getSQLState());
    }

    private <T> T inTransaction(Work<T> work, String settings) {
        begin(settings);
        try {
            return inside(connection -> {
                T result = work.run(connection);
                connection.commit();
                connection.setAutoCommit(true);
                return result;
            });
        } catch (RuntimeException e) {
            rollback();
            throw e;
        }
    }

    private void prove(Connection connection, String settings) throws SQLException {
        if (!settings.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(settings);
            }
        }
        try (PreparedStatement prove = connection.prepareStatement("SELECT plat.plat_control(?)")) {
            prove.setLong(1, control.number(node()));
            prove.execute();
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = open;
        if (connection == null || connection.isClosed()) {
            connection = dialer.dial(node(), purpose, limits);
            open = connection;
            try {
                greeting.greet(connection);
            } catch (RuntimeException e) {
                drop();
                throw e;
            }
        }
        return connection;
    }

    /** Whatever failed, the transaction is over: a new connection starts clean. */
    private RuntimeException broken(SQLException e) {
        if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
            rollback();
        } else {
            drop();
        }
        return translated(shard, purpose, e);
    }

    static RuntimeException translated(String shard, String purpose, SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        String text = "shard " + shard + ", " + purpose + ": " + e.getMessage();
        if (state.equals(SUPERSEDED)) {
            return new Superseded(text);
        }
        if (state.isEmpty() || state.startsWith("08") || PASSING.contains(state)) {
            return new WorldAway(text, e);
        }
        return new PlatException(
                        ErrorCode.INTERNAL,
                        "A statement of a move failed.",
                        "shard",
                        shard,
                        "purpose",
                        purpose,
                        "found",
                        String.valueOf(e.getMessage()))
                .causedBy(e);
    }

    /** Ends the connection at once, and with it its transaction and locks. */
    void drop() {
        Connection connection = open;
        open = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException alreadyGone) {
                return;
            }
        }
    }

    @Override
    public void close() {
        drop();
    }
}
