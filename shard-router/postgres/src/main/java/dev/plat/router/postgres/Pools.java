package dev.plat.router.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.plat.router.core.Node;
import dev.plat.schemas.PlatException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A pool for each shard and role, made when first needed and empty when nobody calls.
 *
 * <p>Threads: safe.
 */
final class Pools implements AutoCloseable {

    private static final Duration COLD = Duration.ofSeconds(60);
    private static final Duration BORROW = Duration.ofSeconds(1);
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final int CONNECT_SECONDS = 2;

    /** Whom a connection is. */
    enum Role {
        APP,
        SCAN
    }

    private record PoolKey(String shard, String address, Role role) {}

    private final String cluster;
    private final PostgresSettings settings;
    private final int poolMax;
    private final SocketBudget budget;
    private final Duration cold;
    private final AtomicLong sweepNanos;
    private volatile boolean closed;
    private final Map<PoolKey, Pool> pools = new ConcurrentHashMap<>();

    Pools(String cluster, PostgresSettings settings, int poolMax) {
        this(cluster, settings, poolMax, COLD);
    }

    /**
     * @param cold after how long without a caller a pool is closed
     */
    Pools(String cluster, PostgresSettings settings, int poolMax, Duration cold) {
        this.cold = cold;
        this.sweepNanos = new AtomicLong(System.nanoTime() + cold.toNanos());
        this.cluster = cluster;
        this.settings = settings;
        this.poolMax = poolMax;
        this.budget = new SocketBudget(settings.socketsMax(), this::giveUpIdle);
    }

    /**
     * Waits a second at most.
     *
     * @throws PlatException {@code wrong-cluster} when another database answers at the address
     */
    Connection borrow(Node shard, Role role) throws SQLException {
        sweepNowAndThen();
        while (true) {
            Pool pool =
                    pools.computeIfAbsent(
                            new PoolKey(shard.name(), shard.address(), role),
                            key -> make(key, shard));
            pool.usedNanos = System.nanoTime();
            try {
                return pool.source.getConnection();
            } catch (SQLException e) {
                // Cold until a moment ago, it was closed between our finding and our using it.
                if (!pool.source.isClosed() || closed) {
                    throw refine(e);
                }
            }
        }
    }

    /** How many pools there are, for tests. */
    int size() {
        return pools.size();
    }

    /** After the server was away, no connection from before is worth trying. */
    void dropIdle(Node shard) {
        pools.forEach((key, pool) -> {
            if (key.shard().equals(shard.name())) {
                pool.source.getHikariPoolMXBean().softEvictConnections();
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        pools.values().forEach(pool -> pool.source.close());
        pools.clear();
    }

    private Pool make(PoolKey key, Node shard) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(key.shard() + "-" + key.role());
        config.setDataSource(
                new ShardDataSource(
                        ShardAddress.of(shard).url(),
                        properties(key.role()),
                        ShardIdentity.of(cluster, shard),
                        budget));
        config.setMaximumPoolSize(poolMax);
        config.setMinimumIdle(0);
        config.setIdleTimeout(COLD.toMillis());
        config.setMaxLifetime(LIFE.toMillis());
        config.setConnectionTimeout(BORROW.toMillis());
        config.setValidationTimeout(BORROW.toMillis() / 2);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        return new Pool(new HikariDataSource(config));
    }

    private Properties properties(Role role) {
        Properties properties = new Properties();
        boolean app = role == Role.APP;
        properties.setProperty("user", app ? RolePasswords.APP : RolePasswords.SCAN);
        properties.setProperty("password", app ? settings.appPassword() : settings.scanPassword());
        properties.setProperty("ApplicationName", settings.applicationName());
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(2 * CONNECT_SECONDS));
        // Later than the server's own limit, which answers; this one breaks the connection.
        properties.setProperty("socketTimeout", Long.toString(settings.patience().toSeconds() + 5));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty(
                "options",
                "-c statement_timeout="
                        + settings.patience().toMillis()
                        + " -c synchronous_commit=on");
        return properties;
    }

    private void giveUpIdle() {
        long now = System.nanoTime();
        pools.values().stream()
                .sorted(Comparator.comparingLong(pool -> pool.usedNanos - now))
                .filter(pool -> pool.source.getHikariPoolMXBean().getIdleConnections() > 0)
                .findFirst()
                .ifPresent(pool -> pool.source.getHikariPoolMXBean().softEvictConnections());
    }

    /**
     * Each borrowing looks whether it is time, and one does it: a shard that has a new address or
     * no callers leaves a pool behind, whose last connection went after the same time.
     */
    private void sweepNowAndThen() {
        long now = System.nanoTime();
        long due = sweepNanos.get();
        if (now - due < 0 || !sweepNanos.compareAndSet(due, now + cold.toNanos() / 4)) {
            return;
        }
        pools.forEach((key, pool) -> {
            boolean idle = pool.source.getHikariPoolMXBean().getActiveConnections() == 0;
            if (idle && now - pool.usedNanos > cold.toNanos() && pools.remove(key, pool)) {
                Thread.startVirtualThread(pool.source::close);
            }
        });
    }

    /** The pool wraps what happened below in a time-out of its own. */
    private static SQLException refine(SQLException e) {
        Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .limit(Refusal.CAUSES_MAX)
                .filter(PlatException.class::isInstance)
                .map(PlatException.class::cast)
                .findFirst()
                .ifPresent(wrong -> {
                    throw wrong;
                });
        String state =
                Refusal.states(e)
                        .filter(found ->
                                found.equals(Refusal.SERVER_FULL)
                                        || found.equals(Refusal.BUDGET_SPENT))
                        .findFirst()
                        .orElse("08001");
        return new SQLException(
                "no connection: " + (e.getCause() == null ? e : e.getCause()).getMessage(),
                state,
                e);
    }

    private static final class Pool {
        private final HikariDataSource source;
        private volatile long usedNanos = System.nanoTime();

        Pool(HikariDataSource source) {
            this.source = source;
        }
    }
}
