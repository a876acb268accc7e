package dev.plat.payments.store;

import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.PaymentBook;
import dev.plat.payments.payment.Wish;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.provider.Refs;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code attempt}, read with its payment's words. */
final class AttemptSql {

    private static final String SELECT =
            """
            SELECT a.attempt_id, a.payment_id, p.account_id, p.amount, p.currency, p.capture, p.return_url,
                   p.cancel_url, a.expires, a.state, a.customer, a.session, a.intent, a.page, a.sent, a.first_sent,
                   a.looks, a.wish, a.wish_minor, a.wished, a.wish_sent, a.captured, a.surplus, a.reason, a.due, a.epoch,
                   a.method, a.decline, EXISTS (SELECT FROM payment_line l WHERE l.bucket = a.bucket
                     AND l.payment_id = a.payment_id AND l.kind = 'plan')
                   OR EXISTS (SELECT FROM invoice i WHERE i.bucket = a.bucket AND i.invoice_id = a.payment_id
                     AND i.subscription_id IS NOT NULL) AS keeps_card
              FROM attempt a JOIN payment p ON p.bucket = a.bucket AND p.payment_id = a.payment_id
             WHERE a.bucket = ? AND\
            """;

    /** An attempt or a refund, and when it is due. */
    record Due(Id id, Instant at) {}

    /** Nothing happens while another of its payment lives. */
    void insert(Tx tx, Attempt attempt) throws SQLException {
        String sql =
                """
                INSERT INTO attempt (state, customer, session, intent, page, sent, first_sent, looks, wish, wish_minor,
                                     wished, wish_sent, captured, surplus, reason, due, epoch, decline,
                                     bucket, attempt_id, payment_id, expires, method, number)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                        (SELECT coalesce(max(number), 0) + 1 FROM attempt WHERE bucket = ? AND payment_id = ?))
                ON CONFLICT DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            bind(insert, attempt);
            insert.setShort(19, (short) tx.bucket().number());
            insert.setObject(20, attempt.id().uuid());
            insert.setObject(21, attempt.payment().uuid());
            insert.setObject(22, Columns.time(attempt.expires()));
            insert.setString(23, attempt.method());
            insert.setShort(24, (short) tx.bucket().number());
            insert.setObject(25, attempt.payment().uuid());
            insert.executeUpdate();
        }
    }

    void update(Tx tx, Attempt attempt) throws SQLException {
        String sql =
                """
                UPDATE attempt SET state = ?, customer = ?, session = ?, intent = ?, page = ?, sent = ?, first_sent = ?,
                       looks = ?, wish = ?, wish_minor = ?, wished = ?, wish_sent = ?, captured = ?, surplus = ?,
                       reason = ?, due = ?, epoch = ?, decline = ?
                 WHERE bucket = ? AND attempt_id = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            bind(update, attempt);
            update.setShort(19, (short) tx.bucket().number());
            update.setObject(20, attempt.id().uuid());
            update.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Attempt attempt) throws SQLException {
        statement.setString(1, attempt.state().text());
        statement.setString(2, attempt.customer());
        statement.setString(3, attempt.refs().session());
        statement.setString(4, attempt.refs().intent());
        statement.setString(5, attempt.page());
        statement.setInt(6, attempt.sent());
        statement.setObject(7, Columns.time(attempt.firstSent()));
        statement.setInt(8, attempt.looks());
        statement.setString(9, attempt.wish().text());
        statement.setLong(10, attempt.wishMinor());
        statement.setObject(11, Columns.time(attempt.wished()));
        statement.setBoolean(12, attempt.wishSent());
        statement.setLong(13, attempt.captured());
        statement.setBoolean(14, attempt.surplus());
        statement.setString(15, attempt.reason());
        statement.setObject(16, Columns.time(attempt.due()));
        statement.setLong(17, attempt.epoch());
        DeclineClass decline = attempt.decline();
        statement.setString(18, decline == null ? null : decline.text());
    }

    /** The payment is locked before: of its attempts one is changed at a time. */
    Optional<Attempt> find(Tx tx, Id attempt) throws SQLException {
        return one(tx, SELECT + " a.attempt_id = ?", attempt);
    }

    Optional<Id> paymentOf(Tx tx, Id attempt) throws SQLException {
        String sql = "SELECT payment_id FROM attempt WHERE bucket = ? AND attempt_id = ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, attempt.uuid());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Id(IdKind.PAYMENT, row.getObject(1, UUID.class)))
                        : Optional.empty();
            }
        }
    }

    Optional<Attempt> newest(Tx tx, Id payment) throws SQLException {
        return one(tx, SELECT + " a.payment_id = ? ORDER BY a.number DESC LIMIT 1", payment);
    }

    /** The one that counts: whose money was taken, or may be. */
    Optional<Attempt> live(Tx tx, Id payment) throws SQLException {
        String live =
                " a.payment_id = ? AND a.state NOT IN ('declined', 'errored', 'voided') AND NOT a.surplus";
        return one(tx, SELECT + live, payment);
    }

    /** Those that went out, and the one that is about to. */
    int count(Tx tx, Id payment, Instant since) throws SQLException {
        String sql =
                """
                SELECT count(*) FROM attempt
                 WHERE bucket = ? AND payment_id = ? AND method IS NULL
                   AND (first_sent >= ? OR first_sent IS NULL AND state = 'created')\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, payment.uuid());
            select.setObject(3, Columns.time(since));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    PaymentBook.Declined declined(Tx tx, Id payment, Instant since) throws SQLException {
        String sql =
                """
                SELECT count(*) FILTER (WHERE a.payment_id = p.payment_id), count(*)
                  FROM payment p JOIN payment o ON o.bucket = p.bucket AND o.account_id = p.account_id
                  JOIN attempt a ON a.bucket = o.bucket AND a.payment_id = o.payment_id
                 WHERE p.bucket = ? AND p.payment_id = ? AND a.state = 'declined' AND a.method IS NULL
                   AND a.first_sent >= ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, payment.uuid());
            select.setObject(3, Columns.time(since));
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new PaymentBook.Declined(row.getInt(1), row.getInt(2));
            }
        }
    }

    /** Over all buckets of one shard. */
    List<Due> due(Tx tx, Instant now, int limit) throws SQLException {
        String sql = "SELECT attempt_id, due FROM attempt WHERE due <= ? ORDER BY due LIMIT ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, Columns.time(now));
            select.setInt(2, limit);
            List<Due> due = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(
                            new Due(
                                    new Id(IdKind.ATTEMPT, row.getObject("attempt_id", UUID.class)),
                                    Columns.required(row, "due")));
                }
            }
            return due;
        }
    }

    private static Optional<Attempt> one(Tx tx, String sql, Id key) throws SQLException {
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, key.uuid());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(attempt(row)) : Optional.empty();
            }
        }
    }

    private static @Nullable DeclineClass decline(@Nullable String text) {
        return text == null ? null : DeclineClass.of(text);
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        return new Attempt(
                new Id(IdKind.ATTEMPT, row.getObject("attempt_id", UUID.class)),
                new Id(IdKind.PAYMENT, row.getObject("payment_id", UUID.class)),
                new Id(IdKind.ACCOUNT, row.getObject("account_id", UUID.class)),
                Money.of(row.getLong("amount"), row.getString("currency")),
                Capture.parse(row.getString("capture")),
                row.getString("return_url"),
                row.getString("cancel_url"),
                Columns.required(row, "expires"),
                AttemptState.of(row.getString("state")),
                row.getString("customer"),
                new Refs(row.getString("session"), row.getString("intent")),
                row.getString("page"),
                row.getInt("sent"),
                Columns.instant(row, "first_sent"),
                row.getInt("looks"),
                Wish.of(row.getString("wish")),
                row.getLong("wish_minor"),
                Columns.instant(row, "wished"),
                row.getBoolean("wish_sent"),
                row.getLong("captured"),
                row.getBoolean("surplus"),
                row.getString("reason"),
                Columns.instant(row, "due"),
                row.getLong("epoch"),
                row.getString("method"),
                row.getBoolean("keeps_card"),
                decline(row.getString("decline")));
    }
}
