package dev.plat.domains.certificate;

import dev.plat.router.core.Tx;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The table {@code challenge}. */
final class ChallengeSql {

    void insert(Tx tx, OrderRow order, List<Challenge> challenges) throws SQLException {
        String sql =
                """
                INSERT INTO challenge
                  (bucket, order_id, position, kind, identifier, url, token, key_authorization)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            int position = 0;
            for (Challenge each : challenges) {
                insert.setInt(1, tx.bucket().number());
                insert.setObject(2, order.order().uuid());
                insert.setInt(3, position++);
                insert.setString(4, each.kind().text());
                insert.setString(5, each.identifier());
                insert.setString(6, each.url().toString());
                insert.setString(7, each.token());
                insert.setString(8, each.keyAuthorization());
                insert.executeUpdate();
            }
        }
    }

    List<Challenge> ofOrder(Tx tx, OrderRow order) throws SQLException {
        String sql =
                """
                SELECT kind, identifier, url, token, key_authorization FROM challenge
                 WHERE bucket = ? AND order_id = ? ORDER BY position
                """;
        try (PreparedStatement find = tx.connection().prepareStatement(sql)) {
            find.setInt(1, tx.bucket().number());
            find.setObject(2, order.order().uuid());
            List<Challenge> challenges = new ArrayList<>();
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    challenges.add(
                            new Challenge(
                                    ChallengeKind.parse(row.getString(1)),
                                    row.getString(2),
                                    URI.create(row.getString(3)),
                                    row.getString(4),
                                    row.getString(5)));
                }
            }
            return challenges;
        }
    }

    void delete(Tx tx, OrderRow order) throws SQLException {
        String sql = "DELETE FROM challenge WHERE bucket = ? AND order_id = ?";
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            delete.setInt(1, tx.bucket().number());
            delete.setObject(2, order.order().uuid());
            delete.executeUpdate();
        }
    }
}
