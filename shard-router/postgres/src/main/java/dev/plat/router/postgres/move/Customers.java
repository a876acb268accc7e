package dev.plat.router.postgres.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Whoever else uses a server while a move works on it. */
final class Customers {

    private Customers() {}

    /**
     * Whether a statement of somebody else is running, or a transaction of theirs is open, in any
     * database of the server.
     */
    static boolean areAtWork(Connection connection) throws SQLException {
        String sql =
                """
                SELECT EXISTS (SELECT FROM pg_stat_activity
                                WHERE backend_type = 'client backend' AND state <> 'idle'
                                  AND usename <> ALL (?))\
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(
                    1, connection.createArrayOf("text", new Object[] {Dialer.MOVER, Dialer.COPY}));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
