package dev.plat.router.postgres.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a link before writers wait for it: what was written before a freeze is applied before
 * its marker, and so inside the pause.
 *
 * <p>Threads: for one.
 */
final class CatchUp {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Lines lines;

    CatchUp(Lines lines) {
        this.lines = lines;
    }

    /**
     * Whether the taker has within the limit what the giver has committed by now. Asks again and
     * again: nothing tells when.
     */
    boolean await(Link link, Duration limit) {
        ShardLine line = lines.step(link.giver());
        long end = System.nanoTime() + limit.toNanos();
        String now = line.alone(CatchUp::flushed);
        while (!line.alone(connection -> has(connection, link, now))) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    private static String flushed(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT pg_current_wal_flush_lsn()::text");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    /** By what the taker has said: it reports a position after the work before it. */
    private static boolean has(Connection connection, Link link, String place) throws SQLException {
        String sql =
                """
                SELECT FROM pg_replication_slots s
                  JOIN pg_stat_replication r ON r.pid = s.active_pid
                 WHERE s.slot_name = ? AND s.database = current_database()
                   AND greatest(s.confirmed_flush_lsn, r.write_lsn, r.replay_lsn) >= ?::pg_lsn\
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, link.name());
            select.setString(2, place);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }
}
