package dev.plat.router.postgres.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Lets the server quote names and values: they cannot be parameters of DDL. */
final class Ddl {

    private Ddl() {}

    /**
     * @param format of PostgreSQL's {@code format()}
     */
    static void run(Connection connection, String format, List<String> values) throws SQLException {
        String sql = "SELECT format(?" + ", ?".repeat(values.size()) + ")";
        try (PreparedStatement quote = connection.prepareStatement(sql);
                Statement statement = connection.createStatement()) {
            quote.setString(1, format);
            for (int i = 0; i < values.size(); i++) {
                quote.setString(i + 2, values.get(i));
            }
            try (ResultSet row = quote.executeQuery()) {
                row.next();
                statement.execute(row.getString(1));
            }
        }
    }
}
