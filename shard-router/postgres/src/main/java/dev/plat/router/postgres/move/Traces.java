package dev.plat.router.postgres.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Everything on one shard that moves make.
 *
 * @param system the server's own number, which stands in the names of slots of table copies
 * @param things kind and name of publications, slots, subscriptions
 * @param copySlots slots of table copies of subscriptions of whichever server
 * @param importing bucket to move
 * @param markers of these moves
 * @param given buckets with rows although the shard gave them away or never got them, with the move
 */
record Traces(
        String system,
        List<Thing> things,
        List<String> copySlots,
        List<Ledger.Line> ledger,
        Map<Integer, UUID> importing,
        List<UUID> markers,
        Map<Integer, UUID> given) {

    /** A publication, slot or subscription. */
    record Thing(String kind, String name) {}

    static Traces of(Connection connection) throws SQLException {
        List<Thing> things = new ArrayList<>();
        String sql =
                """
                SELECT 'publication', pubname FROM pg_publication WHERE pubname ~ ?
                UNION ALL
                SELECT 'slot', slot_name FROM pg_replication_slots
                 WHERE database = current_database() AND slot_name ~ ?
                UNION ALL
                SELECT 'subscription', s.subname FROM pg_subscription s
                  JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database()
                 WHERE s.subname ~ ?\
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 1; i <= 3; i++) {
                select.setString(i, Link.NAME_REGEX);
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    things.add(new Thing(rows.getString(1), rows.getString(2)));
                }
            }
        }
        Map<Integer, UUID> importing = buckets(connection, "state = 'importing'");
        Map<Integer, UUID> away = buckets(connection, "state IN ('moved', 'aborted')");
        return new Traces(
                text(connection, "SELECT system_identifier::text FROM pg_control_system()")
                        .getFirst(),
                things,
                text(
                        connection,
                        """
                        SELECT slot_name FROM pg_replication_slots
                         WHERE database = current_database()
                           AND slot_name ~ '^pg_[0-9]+_sync_[0-9]+_[0-9]+$'\
                        """),
                Ledger.all(connection),
                importing,
                text(connection, "SELECT DISTINCT move::text FROM plat.plat_marker").stream()
                        .map(UUID::fromString)
                        .toList(),
                withRows(connection, away));
    }

    /** The numbers of all subscriptions of the server. */
    static Set<Long> subscriptions(Connection connection) throws SQLException {
        return text(connection, "SELECT oid::text FROM pg_subscription").stream()
                .map(Long::valueOf)
                .collect(Collectors.toSet());
    }

    private static Map<Integer, UUID> buckets(Connection connection, String condition)
            throws SQLException {
        Map<Integer, UUID> buckets = new HashMap<>();
        String sql =
                "SELECT bucket, move FROM plat.plat_bucket WHERE move IS NOT NULL AND " + condition;
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                buckets.put(rows.getInt(1), rows.getObject(2, UUID.class));
            }
        }
        return buckets;
    }

    private static Map<Integer, UUID> withRows(Connection connection, Map<Integer, UUID> away)
            throws SQLException {
        Map<Integer, UUID> found = new HashMap<>();
        Short[] numbers = away.keySet().stream().map(Integer::shortValue).toArray(Short[]::new);
        for (CarriedTable table : CarriedTable.all(connection)) {
            String sql =
                    "SELECT b FROM unnest(?::smallint[]) b WHERE EXISTS (SELECT FROM %s t WHERE t.bucket = b)"
                            .formatted(table.name());
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setArray(1, connection.createArrayOf("int2", numbers));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        UUID move = away.get(rows.getInt(1));
                        if (move != null) {
                            found.put(rows.getInt(1), move);
                        }
                    }
                }
            }
        }
        return found;
    }

    private static List<String> text(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
