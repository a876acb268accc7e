package dev.plat.payments.store;

import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.reconcile.Verdict;
import dev.plat.router.core.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person ends of movements: their rows, and what of them lies in suspense. */
final class MovementEndSql {

    private final String provider;

    MovementEndSql(String provider) {
        this.provider = provider;
    }

    /** One with what was found about it. */
    record Judged(
            Movement movement,
            Verdict verdict,
            @Nullable String subject,
            @Nullable String reason,
            @Nullable String settled) {}

    Optional<Judged> find(Tx tx, String movement) throws SQLException {
        String sql =
                """
                SELECT movement_id, kind, type, source, amount, fee, currency, created, verdict, subject, reason, settled
                  FROM movement WHERE bucket = ? AND provider = ? AND movement_id = ? FOR UPDATE\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setString(2, provider);
            select.setString(3, movement);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Judged(
                                        MovementSql.movement(row),
                                        Verdict.of(row.getString("verdict")),
                                        row.getString("subject"),
                                        row.getString("reason"),
                                        row.getString("settled")))
                        : Optional.empty();
            }
        }
    }

    void settle(Tx tx, String movement, String to) throws SQLException {
        String sql =
                "UPDATE movement SET settled = ? WHERE bucket = ? AND provider = ? AND movement_id"
                        + " = ?";
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, to);
            update.setShort(2, (short) tx.bucket().number());
            update.setString(3, provider);
            update.setString(4, movement);
            update.executeUpdate();
        }
    }

    /** What a journal has booked against suspense; empty when there is none. */
    Optional<Money> suspended(Tx tx, String key) throws SQLException {
        String sql =
                """
                SELECT e.amount, a.currency FROM journal j
                  JOIN entry e ON e.bucket = j.bucket AND e.seq = j.seq
                  JOIN ledger_account a ON a.bucket = e.bucket AND a.account_id = e.account_id
                 WHERE j.bucket = ? AND j.tx_key = ? AND a.kind = ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setString(2, key);
            select.setString(3, AccountKind.SUSPENSE.text());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(Money.of(row.getLong(1), row.getString(2)))
                        : Optional.empty();
            }
        }
    }
}
