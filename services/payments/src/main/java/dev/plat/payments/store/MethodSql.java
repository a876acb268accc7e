package dev.plat.payments.store;

import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.SavedCard;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.Optional;
import java.util.UUID;

/** The table {@code payment_method}: the card that an account has left. */
final class MethodSql {

    /** What was paid on a page and may have left a card. */
    record Paid(Id payment, Refs refs) {}

    Optional<SavedCard> find(Tx tx, Id account, String provider) throws SQLException {
        String sql =
                """
                SELECT token, brand, last4, good FROM payment_method
                 WHERE bucket = ? AND account_id = ? AND provider = ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, account.uuid());
            select.setString(3, provider);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new SavedCard(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        YearMonth.parse(row.getString(4))))
                        : Optional.empty();
            }
        }
    }

    void keep(Tx tx, Id account, String provider, SavedCard card, Id payment) throws SQLException {
        String sql =
                """
                INSERT INTO payment_method (bucket, account_id, provider, token, brand, last4, good, payment_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (bucket, account_id, provider) DO UPDATE
                SET token = EXCLUDED.token, brand = EXCLUDED.brand, last4 = EXCLUDED.last4, good = EXCLUDED.good,
                    payment_id = EXCLUDED.payment_id\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setObject(2, account.uuid());
            insert.setString(3, provider);
            insert.setString(4, card.token());
            insert.setString(5, card.brand());
            insert.setString(6, card.last4());
            insert.setString(7, card.good().toString());
            insert.setObject(8, payment.uuid());
            insert.executeUpdate();
        }
    }

    /**
     * The newest payment for a plan by its owner's hand, the first or one that was owed, unless its
     * card is kept already.
     */
    Optional<Paid> unkept(Tx tx, Id account, String provider) throws SQLException {
        String sql =
                """
                SELECT n.payment_id, n.session, n.intent FROM (
                  SELECT p.bucket, p.account_id, p.provider, p.payment_id, a.session, a.intent FROM payment p
                    JOIN attempt a ON a.bucket = p.bucket AND a.payment_id = p.payment_id
                   WHERE p.bucket = ? AND p.account_id = ? AND p.provider = ? AND a.method IS NULL
                     AND a.state IN ('authorised', 'captured') AND a.intent IS NOT NULL AND NOT a.surplus
                     AND (EXISTS (SELECT FROM payment_line l WHERE l.bucket = p.bucket
                                     AND l.payment_id = p.payment_id AND l.kind = 'plan')
                          OR EXISTS (SELECT FROM invoice i WHERE i.bucket = p.bucket
                                        AND i.invoice_id = p.payment_id AND i.subscription_id IS NOT NULL))
                   ORDER BY p.created DESC LIMIT 1) n
                 WHERE NOT EXISTS (SELECT FROM payment_method m WHERE m.bucket = n.bucket
                                      AND m.account_id = n.account_id AND m.provider = n.provider
                                      AND m.payment_id = n.payment_id)\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, account.uuid());
            select.setString(3, provider);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Paid(
                                        new Id(IdKind.PAYMENT, row.getObject(1, UUID.class)),
                                        new Refs(row.getString(2), row.getString(3))))
                        : Optional.empty();
            }
        }
    }
}
