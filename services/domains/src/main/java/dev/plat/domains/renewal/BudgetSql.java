package dev.plat.domains.renewal;

import dev.plat.domains.schedule.budget.Budget;
import dev.plat.domains.schedule.budget.Tokens;
import dev.plat.router.core.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;

/** The table {@code issue_budget}, in the bucket of whom it is counted for. */
final class BudgetSql {

    /** Whose tokens. */
    record Key(String issuer, String subject, Budget budget) {}

    Tokens find(Tx tx, Key key) throws SQLException {
        return one(tx, key, "");
    }

    /** Locked; a row that is not there is made, since what is not there cannot be locked. */
    Tokens lock(Tx tx, Key key) throws SQLException {
        String sql =
                """
                INSERT INTO issue_budget (bucket, issuer, subject, budget, full_at)
                VALUES (?, ?, ?, ?, 'epoch') ON CONFLICT DO NOTHING
                """;
        try (PreparedStatement insert = prepared(tx, sql, key)) {
            insert.executeUpdate();
        }
        return one(tx, key, " FOR UPDATE");
    }

    void put(Tx tx, Key key, Tokens tokens) throws SQLException {
        String sql =
                """
                UPDATE issue_budget SET full_at = ?
                 WHERE bucket = ? AND issuer = ? AND subject = ? AND budget = ?
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setTimestamp(1, Timestamp.from(tokens.fullAt()));
            bind(update, 2, tx, key);
            update.executeUpdate();
        }
    }

    private static Tokens one(Tx tx, Key key, String lock) throws SQLException {
        String sql =
                """
                SELECT full_at FROM issue_budget
                 WHERE bucket = ? AND issuer = ? AND subject = ? AND budget = ?\
                """;
        try (PreparedStatement select = prepared(tx, sql + lock, key);
                ResultSet row = select.executeQuery()) {
            return row.next() ? new Tokens(row.getTimestamp(1).toInstant()) : Tokens.FULL;
        }
    }

    private static PreparedStatement prepared(Tx tx, String sql, Key key) throws SQLException {
        PreparedStatement statement = tx.connection().prepareStatement(sql);
        bind(statement, 1, tx, key);
        return statement;
    }

    private static void bind(PreparedStatement statement, int from, Tx tx, Key key)
            throws SQLException {
        statement.setInt(from, tx.bucket().number());
        statement.setString(from + 1, key.issuer());
        statement.setString(from + 2, key.subject());
        statement.setString(from + 3, key.budget().text());
    }
}
