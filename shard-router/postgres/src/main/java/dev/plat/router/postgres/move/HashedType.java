package dev.plat.router.postgres.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A type of the carried tables.
 *
 * @param column one that has it
 */
record HashedType(String name, String column) {

    private static final String UNDEFINED_FUNCTION = "42883";

    static List<HashedType> all(Connection connection) throws SQLException {
        String sql =
                """
                SELECT format_type(a.atttypid, NULL), min(format('%I.%I', c.relname, a.attname))
                  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
                   AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'plat')
                   AND n.nspname NOT LIKE 'pg\\_t%' AND c.relname <> 'flyway_schema_history'
                 GROUP BY a.atttypid ORDER BY 1\
                """;
        List<HashedType> types = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                types.add(new HashedType(rows.getString(1), rows.getString(2)));
            }
        }
        return types;
    }

    /** Asks the server itself: it looks for the hash before it looks at the value. */
    boolean hasHash(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SAVEPOINT ask");
            try {
                statement.execute("SELECT hash_record_extended(ROW(NULL::" + name + "), 1)");
                return true;
            } catch (SQLException e) {
                if (UNDEFINED_FUNCTION.equals(e.getSQLState())) {
                    return false;
                }
                throw e;
            } finally {
                statement.execute("ROLLBACK TO ask");
            }
        }
    }
}
