package dev.plat.router.postgres.move;

import dev.plat.router.core.move.Move;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The rows of {@code plat_object} on one shard: a line comes before its thing and goes after it.
 */
final class Ledger {

    enum Kind {
        PUBLICATION("publication"),
        SLOT("slot"),
        SUBSCRIPTION("subscription"),
        TABLE_SLOTS("table-slots");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** A line of the ledger. */
    record Line(String kind, String name, UUID move, String target) {}

    private Ledger() {}

    static void write(Connection connection, Kind kind, String name, Move move)
            throws SQLException {
        String sql =
                """
                INSERT INTO plat.plat_object (kind, name, move, target) VALUES (?, ?, ?, ?)
                ON CONFLICT (kind, name) DO NOTHING\
                """;
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, kind.text);
            insert.setString(2, name);
            insert.setObject(3, move.id());
            insert.setString(4, move.target());
            insert.executeUpdate();
        }
    }

    static void erase(Connection connection, String kind, String name) throws SQLException {
        String sql = "DELETE FROM plat.plat_object WHERE kind = ? AND name = ?";
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            delete.setString(1, kind);
            delete.setString(2, name);
            delete.executeUpdate();
        }
    }

    static List<Line> all(Connection connection) throws SQLException {
        String sql = "SELECT kind, name, move, target FROM plat.plat_object ORDER BY kind, name";
        List<Line> lines = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                lines.add(
                        new Line(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getObject(3, UUID.class),
                                rows.getString(4)));
            }
        }
        return lines;
    }

    /** Whether the shard is on the timeline on which the thing was made; empty without a line. */
    static Optional<Boolean> sameTimeline(Connection connection, Kind kind, String name)
            throws SQLException {
        String sql =
                """
                SELECT timeline = left(pg_walfile_name(pg_current_wal_lsn()), 8)
                  FROM plat.plat_object WHERE kind = ? AND name = ?\
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, kind.text);
            select.setString(2, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getBoolean(1)) : Optional.empty();
            }
        }
    }
}
