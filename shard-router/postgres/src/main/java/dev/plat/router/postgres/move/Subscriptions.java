package dev.plat.router.postgres.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What a taker applies. */
final class Subscriptions {

    private static final int RUN_AS_OWNER_SINCE = 160000;

    private Subscriptions() {}

    /**
     * Subscribes to a publication and a slot that are there; the slot is not made here, since that
     * would hang when both shards are on one server.
     *
     * @param copy whether the rows that are there already come too
     */
    static void create(Connection connection, String name, String publisher, boolean copy)
            throws SQLException {
        // Owned by a superuser: what is applied runs as that one, also where 16 would change to
        // each table's owner. Streaming is off: the marker stands behind all before it only when
        // one worker applies in the order of commits.
        String options =
                "create_slot = false, slot_name = %2$L, enabled = true, copy_data = "
                        + copy
                        // A table's copy drops its slot when it has committed that it is done; a
                        // crash that forgets the commit leaves a copy that can never end.
                        + ", synchronous_commit = "
                        + (copy ? "on" : "off")
                        + ", streaming = off, binary = "
                        + binaryIsSafe(connection)
                        + (version(connection) >= RUN_AS_OWNER_SINCE
                                ? ", run_as_owner = true, origin = any"
                                : "");
        Ddl.run(
                connection,
                "CREATE SUBSCRIPTION %1$I CONNECTION %3$L PUBLICATION %2$I WITH (" + options + ")",
                List.of(name, name, publisher));
    }

    /** All tables are copied: from here on the marker tells what is on the disk. */
    static void copied(Connection connection, String name) throws SQLException {
        String sql =
                """
                SELECT FROM pg_subscription s
                 WHERE s.subname = ? AND s.subsynccommit <> 'off'
                   AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())\
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return;
                }
            }
        }
        Ddl.run(connection, "ALTER SUBSCRIPTION %I SET (synchronous_commit = off)", List.of(name));
    }

    /** The subscription's number in this database. */
    static Optional<Long> find(Connection connection, String name) throws SQLException {
        String sql =
                """
                SELECT s.oid::bigint FROM pg_subscription s
                 WHERE s.subname = ?
                   AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())\
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    /** The pattern, for LIKE, of the slots that the table copies of a subscription make. */
    static String tableSlots(Connection connection, long subscription) throws SQLException {
        String sql =
                """
                SELECT 'pg_' || ? || '_sync_%_' || system_identifier FROM pg_control_system()\
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, subscription);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** Asks nothing of the publisher, which may be dead: its slot is dropped by itself. */
    static void drop(Connection connection, String name) throws SQLException {
        Ddl.run(connection, "ALTER SUBSCRIPTION %I DISABLE", List.of(name));
        Ddl.run(connection, "ALTER SUBSCRIPTION %I SET (slot_name = NONE)", List.of(name));
        Ddl.run(connection, "DROP SUBSCRIPTION %I", List.of(name));
    }

    private static int version(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT current_setting('server_version_num')::int");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** The binary form names a type of one's own by its number, which differs between shards. */
    private static boolean binaryIsSafe(Connection connection) throws SQLException {
        String sql =
                """
                SELECT NOT EXISTS (
                  SELECT FROM pg_attribute a
                    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
                    JOIN pg_namespace n ON n.oid = c.relnamespace
                    JOIN pg_type t ON t.oid = a.atttypid
                   WHERE a.attnum > 0 AND NOT a.attisdropped
                     AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                     AND n.nspname NOT LIKE 'pg\\_t%'
                     AND (t.oid >= 10000 OR t.typsend = 0 OR t.typreceive = 0))\
                """;
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
