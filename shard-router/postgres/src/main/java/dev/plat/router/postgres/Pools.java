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
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool for each shard and role, made when first needed and empty when nobody calls.
 *
 * <p>Threads: safe.
 */
final class Pools implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pools.class);
    private static final Duration COLD = Duration.ofSeconds(60);
    private static final Duration BORROW = Duration.ofSeconds(1);
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final int CONNECT_SECONDS = 2;
    // Signing in is computing, on both sides: many at once would all be late, and then for nothing.
    private static final int OPENINGS_MAX = 2;

    /** A pool that nobody asked for so long is no customer's. */
    private static final Duration UNUSED = Duration.ofSeconds(10);

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
    private final Map<String, Semaphore> openings = new ConcurrentHashMap<>();

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
        this.budget = new SocketBudget(settings.socketsMax(), this::giveUpOne);
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

    /** How many callers wait for a connection, for tests. */
    int waiting() {
        return pools.values().stream()
                .mapToInt(pool -> pool.source.getHikariPoolMXBean().getThreadsAwaitingConnection())
                .sum();
    }

    /** How many connections to a shard are open, for tests. */
    int held(Node shard) {
        return pools.entrySet().stream()
                .filter(entry -> entry.getKey().address().equals(shard.address()))
                .mapToInt(entry -> entry.getValue().physical.held())
                .sum();
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
        ShardAddress address = ShardAddress.of(shard);
        ShardDataSource source =
                new ShardDataSource(
                        address.url(),
                        properties(key.role()),
                        ShardIdentity.of(cluster, shard),
                        budget,
                        openings.computeIfAbsent(
                                address.server(), _ -> new Semaphore(OPENINGS_MAX, true)));
        HikariConfig config = new HikariConfig();
        config.setPoolName(key.shard() + "-" + key.role());
        config.setDataSource(source);
        config.setMaximumPoolSize(poolMax);
        config.setMinimumIdle(0);
        config.setIdleTimeout(COLD.toMillis());
        config.setMaxLifetime(LIFE.toMillis());
        config.setConnectionTimeout(BORROW.toMillis());
        config.setValidationTimeout(BORROW.toMillis() / 2);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        HikariDataSource pool = new HikariDataSource(config);
        source.onlyIf(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() > 0);
        return new Pool(pool, source);
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
        properties.setProperty("socketFactory", PartingSockets.class.getName());
        properties.setProperty(
                "options",
                "-c statement_timeout="
                        + settings.patience().toMillis()
                        + " -c synchronous_commit=on"
                        + DeadPeers.OPTIONS);
        return properties;
    }

    /**
     * Of the pool with the most connections, and among equals of the one that was not used for the
     * longest time.
     */
    private void giveUpOne(int askerHolds) {
        long now = System.nanoTime();
        pools.values().stream()
                .filter(pool ->
                        askerHolds == 0
                                || pool.physical.held() > askerHolds + 1
                                || now - pool.usedNanos > UNUSED.toNanos())
                .filter(pool -> pool.source.getHikariPoolMXBean().getIdleConnections() > 0)
                .min(
                        Comparator.<Pool>comparingInt(pool -> -pool.physical.held())
                                .thenComparingLong(pool -> pool.usedNanos - now))
                .ifPresent(Pools::closeOne);
    }

    /** The library closes all of a pool's or one that was borrowed. */
    private static void closeOne(Pool pool) {
        try (Connection idle = pool.source.getConnection()) {
            pool.source.evictConnection(idle);
        } catch (SQLException e) {
            LOG.debug("the idle connection was taken meanwhile", e);
        }
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

    /**
     * The pool wraps what happened below in a time-out of its own. Where nothing had happened, all
     * its connections were in use or the next one is still being opened: that is a crowd, and no
     * sign that the server is away.
     */
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
                        .orElse(e.getCause() == null ? Refusal.BUDGET_SPENT : "08001");
        return new SQLException(
                "no connection: " + (e.getCause() == null ? e : e.getCause()).getMessage(),
                state,
                e);
    }

    private static final class Pool {
        private final HikariDataSource source;
        private final ShardDataSource physical;
        private volatile long usedNanos = System.nanoTime();

        Pool(HikariDataSource source, ShardDataSource physical) {
            this.source = source;
            this.physical = physical;
        }
    }
}
