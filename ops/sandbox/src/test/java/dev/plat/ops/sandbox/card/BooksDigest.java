package dev.plat.ops.sandbox.card;

import dev.plat.router.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that payments keeps in a database, but for when it was, by which way it came and how
 * often it was tried.
 */
final class BooksDigest {

    private static final Set<String> NOT_STATE =
            Set.of(
                    // hashes are over times, too
                    "journal.hash",
                    "ledger_head.hash",
                    "webhook_inbox.source",
                    "webhook_inbox.tries",
                    "attempt.looks",
                    "attempt.epoch",
                    "refund.looks");

    private BooksDigest() {}

    /** The rows of each table, in their order, as text. */
    static Map<String, List<String>> of(PostgresServer postgres, String database)
            throws SQLException {
        Map<String, List<String>> columns = new TreeMap<>();
        String sql =
                """
                SELECT c.table_name, c.column_name FROM information_schema.columns c
                  JOIN information_schema.tables t USING (table_schema, table_name)
                 WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
                   AND c.data_type NOT LIKE 'timestamp%'
                 ORDER BY c.table_name, c.ordinal_position\
                """;
        try (Connection connection =
                        postgres.connect(
                                database, postgres.superuser(), postgres.superuserPassword());
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    String table = row.getString(1);
                    String column = row.getString(2);
                    if (!NOT_STATE.contains(table + "." + column)) {
                        columns.computeIfAbsent(table, _ -> new ArrayList<>()).add(column);
                    }
                }
            }
            Map<String, List<String>> rows = new TreeMap<>();
            for (Map.Entry<String, List<String>> table : columns.entrySet()) {
                rows.put(table.getKey(), rows(statement, table.getKey(), table.getValue()));
            }
            return rows;
        }
    }

    private static List<String> rows(Statement statement, String table, List<String> columns)
            throws SQLException {
        List<String> rows = new ArrayList<>();
        String sql = "SELECT ROW(\"" + String.join("\", \"", columns) + "\")::text FROM " + table;
        try (ResultSet row = statement.executeQuery(sql + " ORDER BY 1")) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }
}
