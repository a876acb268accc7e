package dev.plat.ops.sandbox.card.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The statements of {@code card.movement}, and the sums of what they led to. */
final class MovementTable {

    private MovementTable() {}

    static void add(Connection connection, Instant now, Movement movement) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        INSERT INTO card.movement
                            (seq, at, kind, amount, fee, currency, subject, intent, metadata)
                        VALUES (nextval('card.number'), ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                        """)) {
            insert.setTimestamp(1, Timestamp.from(now));
            insert.setString(2, movement.kind());
            insert.setLong(3, movement.amount());
            insert.setLong(4, movement.fee());
            insert.setString(5, movement.currency());
            insert.setString(6, movement.subject());
            insert.setString(7, movement.intent());
            insert.setString(8, Json.text(movement.metadata()));
            insert.executeUpdate();
        }
    }

    static List<ObjectNode> after(Connection connection, long after, int limit)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        """
                        SELECT seq, at, kind, amount, fee, currency, subject, intent, metadata
                        FROM card.movement WHERE seq > ? ORDER BY seq LIMIT ?
                        """)) {
            select.setLong(1, after);
            select.setInt(2, limit);
            return read(select);
        }
    }

    private static List<ObjectNode> read(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            List<ObjectNode> all = new ArrayList<>();
            while (row.next()) {
                ObjectNode one = Json.object();
                one.put("seq", row.getLong("seq"));
                one.put("at", row.getTimestamp("at").toInstant().toString());
                one.put("kind", row.getString("kind"));
                one.put("amount", row.getLong("amount"));
                one.put("fee", row.getLong("fee"));
                one.put("currency", row.getString("currency"));
                one.put("subject", row.getString("subject"));
                one.put("intent", row.getString("intent"));
                one.set("metadata", Json.parse(row.getString("metadata")));
                all.add(one);
            }
            return all;
        }
    }

    static Map<String, Long> balances(Connection connection, Instant until) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        """
                        SELECT body ->> 'currency', sum((body ->> 'net')::bigint)
                        FROM card.object
                        WHERE kind = 'balance_transaction'
                          AND (body ->> 'available_on')::bigint <= ?
                        GROUP BY 1
                        """)) {
            select.setLong(1, until.getEpochSecond());
            Map<String, Long> balances = new TreeMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    balances.put(row.getString(1), row.getLong(2));
                }
            }
            return balances;
        }
    }
}
