package dev.plat.ops.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.sandbox.card.CardProcess;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What money has left behind: at the provider, and in the books of payments. */
final class MoneyTrail {

    private final CardProcess card;
    private final PostgresServer shard;

    MoneyTrail(CardProcess card, PostgresServer shard) {
        this.card = card;
        this.shard = shard;
    }

    /** By payment: what money did at the provider, in order. */
    Map<String, List<String>> atProvider() {
        Map<String, List<String>> money = new HashMap<>();
        long after = 0;
        while (true) {
            JsonNode entries = card.control("GET", "/journal?after=" + after, "").get("entries");
            if (entries.isEmpty()) {
                return money;
            }
            for (JsonNode entry : entries) {
                after = entry.get("seq").asLong();
                money.computeIfAbsent(
                                entry.path("metadata").path("payment").asText(),
                                _ -> new ArrayList<>())
                        .add(entry.get("kind").asText() + " " + entry.get("amount").asText());
            }
        }
    }

    /** The keys of all journals. */
    List<String> journals() throws SQLException {
        List<String> keys = new ArrayList<>();
        try (Connection connection = books();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT tx_key FROM journal")) {
            while (row.next()) {
                keys.add(row.getString(1));
            }
        }
        return keys;
    }

    /**
     * By payment, for each of its attempts: what was taken, what was given back, and the ends of
     * its journals' keys.
     */
    Map<String, List<String>> attempts() throws SQLException {
        String sql =
                """
                SELECT p.payment_id, p.captured, p.refunded, a.attempt_id FROM payment p
                  JOIN attempt a USING (bucket, payment_id)\
                """;
        List<String> keys = journals();
        Map<String, List<String>> books = new HashMap<>();
        try (Connection connection = books();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                String attempt = new Id(IdKind.ATTEMPT, row.getObject(4, UUID.class)).toString();
                List<String> told =
                        books.computeIfAbsent(
                                new Id(IdKind.PAYMENT, row.getObject(1, UUID.class)).toString(),
                                _ -> new ArrayList<>());
                told.add("taken " + row.getLong(2) + ", back " + row.getLong(3));
                keys.stream()
                        .filter(key -> key.startsWith(attempt))
                        .map(key -> key.substring(attempt.length()))
                        .forEach(told::add);
            }
        }
        return books;
    }

    private Connection books() throws SQLException {
        return shard.connect(
                shard.database() + "_payments", shard.superuser(), shard.superuserPassword());
    }
}
