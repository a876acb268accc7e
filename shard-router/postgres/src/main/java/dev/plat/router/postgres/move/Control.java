package dev.plat.router.postgres.move;

import dev.plat.router.core.Node;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.postgres.move.Dialer.Limits;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This controller's number on each shard. Taken once: a controller that was refused must not take a
 * new number by itself, or two would take turns.
 *
 * <p>Threads: safe.
 */
final class Control {

    private static final Logger LOG = LoggerFactory.getLogger(Control.class);
    private static final int TRIES = 4;

    private final Dialer dialer;
    private final boolean watching;
    private final Map<String, Long> numbers = new ConcurrentHashMap<>();
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    Control(Dialer dialer) {
        this(dialer, false);
    }

    private Control(Dialer dialer, boolean watching) {
        this.dialer = dialer;
        this.watching = watching;
    }

    /** For those who only look: it takes no number, and leaves whoever leads in peace. */
    static Control watching(Dialer dialer) {
        return new Control(dialer, true);
    }

    void lead(Tier tier) {
        dialer.nodes(tier).stream()
                .filter(shard -> shard.state() != Node.State.RETIRED)
                .forEach(this::leadOnce);
    }

    /** Of two numbers the later would end what was done under the earlier. */
    private void leadOnce(Node shard) {
        ReentrantLock leading = locks.computeIfAbsent(key(shard), _ -> new ReentrantLock());
        leading.lock();
        try {
            if (!leads(shard)) {
                lead(shard);
            }
        } finally {
            leading.unlock();
        }
    }

    private void lead(Node shard) {
        try {
            numbers.put(key(shard), raise(shard));
        } catch (SQLException | PlatException away) {
            LOG.warn("{} does not answer, it is led later: {}", shard.name(), away.toString());
        }
    }

    /**
     * The number to hold against the shard's.
     *
     * @throws WorldAway while it has none
     */
    long number(Node shard) {
        Long number =
                watching
                        ? numbers.computeIfAbsent(key(shard), _ -> present(shard))
                        : numbers.get(key(shard));
        if (number == null) {
            throw new WorldAway("shard " + shard.name() + " is not led yet");
        }
        return number;
    }

    boolean leads(Node shard) {
        return numbers.containsKey(key(shard));
    }

    private long present(Node shard) {
        try (Connection connection = dialer.dial(shard, "look", Limits.STEP);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT ctl FROM plat.plat_shard")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new WorldAway("shard " + shard.name() + " does not answer", e);
        }
    }

    private long raise(Node shard) throws SQLException {
        try (Connection connection = dialer.dial(shard, "lead", Limits.STEP);
                Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '1s'");
            for (int tries = 1; ; tries++) {
                try (ResultSet row =
                        statement.executeQuery(
                                "UPDATE plat.plat_shard SET ctl = ctl + 1 RETURNING ctl")) {
                    row.next();
                    long number = row.getLong(1);
                    endEarlier(connection);
                    return number;
                } catch (SQLException e) {
                    if (!"55P03".equals(e.getSQLState()) || tries == TRIES) {
                        throw e;
                    }
                    endEarlier(connection);
                }
            }
        }
    }

    /**
     * An earlier controller that was stopped in the middle holds its number's row, or its moves'
     * locks, for ever. Workers that apply changes have the same role and go on.
     */
    private static void endEarlier(Connection connection) throws SQLException {
        String sql =
                """
                SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a
                 WHERE a.usename = ? AND a.datname = current_database()
                   AND a.pid <> pg_backend_pid() AND a.backend_type = 'client backend'
                   AND a.wait_event IS DISTINCT FROM 'SyncRep'\
                """;
        try (PreparedStatement end = connection.prepareStatement(sql)) {
            end.setString(1, Dialer.MOVER);
            end.executeQuery().close();
        }
    }

    private static String key(Node shard) {
        return shard.tier().text() + "/" + shard.name();
    }
}
