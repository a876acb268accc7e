package dev.plat.ops.sandbox.card.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The provider's database. One process at a time: calls under way are known to their process only,
 * so a second one would let the same key in twice.
 *
 * <p>Threads: safe.
 */
public final class Store implements AutoCloseable {

    private static final int CONNECTIONS = 12;
    private static final Duration WAIT = Duration.ofSeconds(10);

    /** A killed process's connection is gone a moment later. */
    private static final String LOCK_WAIT = "SET lock_timeout = '5s'";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String LIMITS =
            "SET lock_timeout = '10s'; SET statement_timeout = '20s';"
                    + " SET idle_in_transaction_session_timeout = '60s'";

    /** What is done in one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Change change) throws SQLException;
    }

    private final HikariDataSource pool;
    private final Connection guard;
    private final TurnedClock clock;
    private final Ids ids;

    private Store(HikariDataSource pool, Connection guard, TurnedClock clock, Ids ids) {
        this.pool = pool;
        this.guard = guard;
        this.clock = clock;
        this.ids = ids;
    }

    /** Makes the tables if they are missing. */
    public static Store open(String url, InstantSource real, Ids ids) throws SQLException {
        Connection guard = DriverManager.getConnection(url);
        try {
            alone(guard);
            Tables.make(guard);
            TurnedClock clock = new TurnedClock(real, ahead(guard));
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setMaximumPoolSize(CONNECTIONS);
            config.setMinimumIdle(1);
            config.setConnectionTimeout(WAIT.toMillis());
            config.setConnectionInitSql(LIMITS);
            config.setAutoCommit(false);
            config.setPoolName("card");
            return new Store(new HikariDataSource(config), guard, clock, ids);
        } catch (SQLException | RuntimeException e) {
            guard.close();
            throw e;
        }
    }

    private static void alone(Connection guard) throws SQLException {
        try (PreparedStatement wait = guard.prepareStatement(LOCK_WAIT);
                PreparedStatement lock = guard.prepareStatement("SELECT pg_advisory_lock(?)")) {
            wait.execute();
            lock.setLong(1, Tables.PROCESS_LOCK);
            lock.execute();
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw new SQLException("another process works on this database", e);
            }
            throw e;
        }
    }

    private static Duration ahead(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT ahead_millis FROM card.clock");
                ResultSet row = select.executeQuery()) {
            return row.next() ? Duration.ofMillis(row.getLong(1)) : Duration.ZERO;
        }
    }

    public TurnedClock clock() {
        return clock;
    }

    public Ids ids() {
        return ids;
    }

    /** On {@code by}, for good. */
    public void turn(Duration by) {
        change(change -> {
            change.turned(by);
            return by;
        });
        clock.turn(by);
    }

    /**
     * Does it and commits, or does nothing. What the work throws comes out as it is.
     *
     * @throws IllegalStateException the database failed; whether it is committed is unknown then
     */
    public <T> T change(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            try {
                Change change = new Change(connection, clock.instant(), ids);
                T result = work.in(change);
                change.write();
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the card provider's database failed", e);
        }
    }

    @Override
    public void close() throws SQLException {
        pool.close();
        guard.close();
    }
}
