package dev.plat.ops.sandbox.card.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The statements of {@code card.object}. */
final class ObjectTable {

    static final String FIND = "SELECT id, kind, due, body, hidden FROM card.object WHERE id = ?";
    static final String LOCK = FIND + " FOR UPDATE";

    /** The customer stands alone beside the rest of what must be equal: it has the index. */
    private static final String DOWN =
            """
            SELECT id, kind, due, body, hidden FROM card.object
            WHERE kind = ? AND body @> ?::jsonb
              AND (cardinality(?) = 0 OR body ->> 'type' = ANY (?))
              AND created BETWEEN ? AND ?
              AND (?::text IS NULL OR body ->> 'customer' = ?)
              AND (?::text IS NULL OR seq < (SELECT seq FROM card.object WHERE id = ?))
            ORDER BY seq DESC LIMIT ?
            """;

    private static final String UP =
            """
            SELECT id, kind, due, body, hidden FROM card.object
            WHERE kind = ? AND body @> ?::jsonb
              AND (cardinality(?) = 0 OR body ->> 'type' = ANY (?))
              AND created BETWEEN ? AND ?
              AND (?::text IS NULL OR body ->> 'customer' = ?)
              AND (?::text IS NULL OR seq > (SELECT seq FROM card.object WHERE id = ?))
            ORDER BY seq LIMIT ?
            """;

    private ObjectTable() {}

    static Optional<Item> one(Connection connection, String sql, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(item(row)) : Optional.empty();
            }
        }
    }

    static List<Item> list(Connection connection, Filter filter) throws SQLException {
        boolean up = filter.before().isPresent();
        String cursor = filter.before().or(filter::after).orElse(null);
        String customer = filter.like().path("customer").asText(null);
        Object[] types = filter.types().toArray();
        try (PreparedStatement select = connection.prepareStatement(up ? UP : DOWN)) {
            select.setString(1, filter.kind());
            select.setString(2, Json.text(filter.like()));
            select.setArray(3, connection.createArrayOf("text", types));
            select.setArray(4, connection.createArrayOf("text", types));
            select.setLong(5, filter.since());
            select.setLong(6, filter.until());
            select.setString(7, customer);
            select.setString(8, customer);
            select.setString(9, cursor);
            select.setString(10, cursor);
            select.setInt(11, filter.limit() + 1);
            List<Item> items = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    items.add(item(row));
                }
            }
            if (up) {
                Collections.reverse(items);
            }
            return items;
        }
    }

    static List<String> due(Connection connection, Instant now, int limit) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        """
                        SELECT id FROM card.object WHERE due <= ? ORDER BY due, seq LIMIT ?
                        """)) {
            select.setTimestamp(1, Timestamp.from(now));
            select.setInt(2, limit);
            List<String> ids = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
            return ids;
        }
    }

    static void put(Connection connection, Item item) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        INSERT INTO card.object (id, seq, kind, created, due, body, hidden)
                        VALUES (?, nextval('card.number'), ?, ?, ?, ?::jsonb, ?::jsonb)
                        ON CONFLICT (id) DO UPDATE
                        SET due = excluded.due, body = excluded.body, hidden = excluded.hidden
                        """)) {
            insert.setString(1, item.id());
            insert.setString(2, item.kind());
            insert.setLong(3, item.number("created"));
            insert.setTimestamp(4, item.due().map(Timestamp::from).orElse(null));
            insert.setString(5, Json.text(item.body()));
            insert.setString(6, Json.text(item.hidden()));
            insert.executeUpdate();
        }
    }

    static void remove(Connection connection, String id) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM card.object WHERE id = ?")) {
            delete.setString(1, id);
            delete.executeUpdate();
        }
    }

    private static Item item(ResultSet row) throws SQLException {
        return new Item(
                row.getString("id"),
                row.getString("kind"),
                Json.parse(row.getString("body")),
                Json.parse(row.getString("hidden")),
                Optional.ofNullable(row.getTimestamp("due")).map(Timestamp::toInstant));
    }
}
