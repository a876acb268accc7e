package dev.plat.router.postgres.move;

import dev.plat.router.core.move.WorldAway;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Replication slots of one shard. */
final class Slots {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int POLLS = 250;
    private static final int POLLS_BEFORE_END = 25;

    private Slots() {}

    /**
     * Makes a slot, unless it is there.
     *
     * @param connection without an open transaction: a slot waits for every transaction that has
     *     written, its own too
     */
    static void make(Connection connection, String name) throws SQLException {
        String state =
                """
                SELECT confirmed_flush_lsn IS NOT NULL FROM pg_replication_slots
                 WHERE slot_name = ? AND database = current_database()\
                """;
        try (PreparedStatement look = connection.prepareStatement(state)) {
            look.setString(1, name);
            try (ResultSet row = look.executeQuery()) {
                if (row.next()) {
                    if (row.getBoolean(1)) {
                        return;
                    }
                    throw new WorldAway("slot " + name + " is still being made");
                }
            }
        }
        String sql = "SELECT pg_create_logical_replication_slot(?, 'pgoutput')";
        try (PreparedStatement create = connection.prepareStatement(sql)) {
            create.setString(1, name);
            create.execute();
        }
    }

    /** Drops the slots of this database whose name is LIKE {@code pattern}; ends their users. */
    static void drop(Connection connection, String pattern) throws SQLException {
        for (int polls = 1; ; polls++) {
            dropInactive(connection, pattern);
            int left = active(connection, pattern, polls % POLLS_BEFORE_END == 0);
            if (left == 0) {
                return;
            }
            if (polls == POLLS) {
                throw new WorldAway("slot " + pattern + " stays in use");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static void dropInactive(Connection connection, String pattern) throws SQLException {
        String sql =
                """
                SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
                 WHERE slot_name LIKE ? AND database = current_database() AND NOT active\
                """;
        try (PreparedStatement drop = connection.prepareStatement(sql)) {
            drop.setString(1, pattern);
            drop.executeQuery().close();
        } catch (SQLException e) {
            // Somebody took it, or dropped it, between the look and the drop.
            if (!"55006".equals(e.getSQLState()) && !"42704".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    private static int active(Connection connection, String pattern, boolean end)
            throws SQLException {
        String sql =
                """
                SELECT count(*), count(CASE WHEN ? THEN pg_terminate_backend(active_pid) END)
                  FROM pg_replication_slots
                 WHERE slot_name LIKE ? AND database = current_database()\
                """;
        try (PreparedStatement look = connection.prepareStatement(sql)) {
            look.setBoolean(1, end);
            look.setString(2, pattern);
            try (ResultSet row = look.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
