package dev.plat.router.postgres;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Opens connections to one shard in one role, for the pool above: within the budget, and only to
 * the database that says it is that shard.
 */
final class ShardDataSource implements DataSource, SocketBudget.Asker {

    private static final long TURN_MILLIS = 900;

    /** A connection that knows in which life of the server it was opened. */
    interface Physical {
        String life();
    }

    private final String url;
    private final Properties properties;
    private final ShardIdentity identity;
    private final SocketBudget budget;
    private final Semaphore openings;
    private final AtomicInteger held = new AtomicInteger();
    private volatile BooleanSupplier wanted = () -> true;

    /**
     * @param openings how many of this process may be signing in to the server at a time
     */
    ShardDataSource(
            String url,
            Properties properties,
            ShardIdentity identity,
            SocketBudget budget,
            Semaphore openings) {
        this.url = url;
        this.properties = properties;
        this.identity = identity;
        this.budget = budget;
        this.openings = openings;
    }

    /**
     * From now on asks this before it opens a connection that perhaps nobody waits for any more.
     */
    void onlyIf(BooleanSupplier somebodyWaits) {
        wanted = somebodyWaits;
    }

    @Override
    public int held() {
        return held.get();
    }

    @Override
    public boolean wanted() {
        return wanted.getAsBoolean();
    }

    @Override
    public Connection getConnection() throws SQLException {
        budget.take(this);
        boolean opened = false;
        try {
            Connection connection = inTurn();
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                budget.giveBack();
            }
        }
    }

    private Connection inTurn() throws SQLException {
        try {
            if (!openings.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException(
                        "too many connections are being opened", Refusal.BUDGET_SPENT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", Refusal.BUDGET_SPENT, e);
        }
        try {
            if (!wanted()) {
                throw new SQLTransientConnectionException(
                        "nobody waits for it any more", Refusal.BUDGET_SPENT);
            }
            Connection connection = DriverManager.getConnection(url, properties);
            Connection counted = counted(connection, check(connection));
            held.incrementAndGet();
            return counted;
        } finally {
            openings.release();
        }
    }

    private String check(Connection connection) throws SQLException {
        try {
            return identity.check(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Gives its socket back when it is closed, however often that is. */
    private Connection counted(Connection connection, String life) {
        AtomicBoolean open = new AtomicBoolean(true);
        return (Connection)
                Proxy.newProxyInstance(
                        ShardDataSource.class.getClassLoader(),
                        new Class<?>[] {Connection.class, Physical.class},
                        (_, method, arguments) -> {
                            if (method.getDeclaringClass() == Physical.class) {
                                return life;
                            }
                            try {
                                return method.invoke(connection, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getTargetException();
                            } finally {
                                boolean ends =
                                        method.getName().equals("close")
                                                || method.getName().equals("abort");
                                if (ends && open.compareAndSet(true, false)) {
                                    held.decrementAndGet();
                                    budget.giveBack();
                                }
                            }
                        });
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException("no log writer");
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("no log writer");
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The pool sets its own limit here; ours is connectTimeout, which is the lower one.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no parent logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException("nothing to unwrap");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
