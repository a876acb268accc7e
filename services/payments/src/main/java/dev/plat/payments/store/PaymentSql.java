package dev.plat.payments.store;

import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The tables {@code payment} and {@code customer}. */
final class PaymentSql {

    /**
     * Nothing happens when the id is known.
     *
     * @return whether it was new
     */
    boolean insert(Tx tx, Payment payment, String provider, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO payment (bucket, payment_id, account_id, order_id, provider, currency, amount, capture,
                                     return_url, cancel_url, created)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (bucket, payment_id) DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setObject(2, payment.id().uuid());
            insert.setObject(3, payment.account().uuid());
            insert.setObject(4, payment.order().uuid());
            insert.setString(5, provider);
            insert.setString(6, payment.amount().currency().code());
            insert.setLong(7, payment.amount().minor());
            insert.setString(8, payment.capture().text());
            insert.setString(9, payment.returnUrl());
            insert.setString(10, payment.cancelUrl());
            insert.setObject(11, Columns.time(now));
            return insert.executeUpdate() == 1;
        }
    }

    Optional<Payment> find(Tx tx, Id payment, boolean lock) throws SQLException {
        String sql =
                """
                SELECT payment_id, account_id, order_id, currency, amount, capture, return_url, cancel_url, captured,
                       refunded
                  FROM payment WHERE bucket = ? AND payment_id = ?\
                """
                        + (lock ? " FOR UPDATE" : "");
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, payment.uuid());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(payment(row)) : Optional.empty();
            }
        }
    }

    /** Waits for whoever is at it. */
    boolean close(Tx tx, Id payment) throws SQLException {
        String sql = "UPDATE payment SET closed = true WHERE bucket = ? AND payment_id = ?";
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setShort(1, (short) tx.bucket().number());
            update.setObject(2, payment.uuid());
            return update.executeUpdate() == 1;
        }
    }

    /** The payment is locked before. */
    boolean closed(Tx tx, Id payment) throws SQLException {
        String sql = "SELECT closed FROM payment WHERE bucket = ? AND payment_id = ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, payment.uuid());
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Where its buyer comes back to; what lives has been sent with other words, and keeps them. */
    void comesBack(Tx tx, Attempt attempt) throws SQLException {
        String sql =
                """
                UPDATE payment p SET return_url = ?, cancel_url = ? WHERE p.bucket = ? AND p.payment_id = ?
                   AND NOT EXISTS (SELECT FROM attempt a WHERE a.bucket = p.bucket AND a.payment_id = p.payment_id
                                      AND a.state NOT IN ('declined', 'errored', 'voided') AND NOT a.surplus)\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, attempt.returnUrl());
            update.setString(2, attempt.cancelUrl());
            update.setShort(3, (short) tx.bucket().number());
            update.setObject(4, attempt.payment().uuid());
            update.executeUpdate();
        }
    }

    void captured(Tx tx, Id payment, long minor) throws SQLException {
        add(
                tx,
                payment,
                minor,
                "UPDATE payment SET captured = captured + ? WHERE bucket = ? AND payment_id = ?");
    }

    void refunded(Tx tx, Id payment, long minor) throws SQLException {
        add(
                tx,
                payment,
                minor,
                "UPDATE payment SET refunded = refunded + ? WHERE bucket = ? AND payment_id = ?");
    }

    private static void add(Tx tx, Id payment, long minor, String sql) throws SQLException {
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setLong(1, minor);
            update.setShort(2, (short) tx.bucket().number());
            update.setObject(3, payment.uuid());
            update.executeUpdate();
        }
    }

    Optional<String> customer(Tx tx, Id account, String provider) throws SQLException {
        String sql =
                "SELECT ref FROM customer WHERE bucket = ? AND account_id = ? AND provider = ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, account.uuid());
            select.setString(3, provider);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    void keepCustomer(Tx tx, Id account, String provider, String ref, Instant now)
            throws SQLException {
        String sql =
                """
                INSERT INTO customer (bucket, account_id, provider, ref, created) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (bucket, account_id, provider) DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setObject(2, account.uuid());
            insert.setString(3, provider);
            insert.setString(4, ref);
            insert.setObject(5, Columns.time(now));
            insert.executeUpdate();
        }
    }

    private static Payment payment(ResultSet row) throws SQLException {
        return new Payment(
                new Id(IdKind.PAYMENT, row.getObject("payment_id", UUID.class)),
                new Id(IdKind.ACCOUNT, row.getObject("account_id", UUID.class)),
                new Id(IdKind.ORDER, row.getObject("order_id", UUID.class)),
                Money.of(row.getLong("amount"), row.getString("currency")),
                Capture.parse(row.getString("capture")),
                row.getString("return_url"),
                row.getString("cancel_url"),
                row.getLong("captured"),
                row.getLong("refunded"));
    }
}
