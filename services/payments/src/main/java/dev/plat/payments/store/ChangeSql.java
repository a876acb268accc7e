package dev.plat.payments.store;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** The table {@code subscription_change}. */
final class ChangeSql {

    /**
     * A change that is being paid.
     *
     * @param ending whether its owner has ended the subscription since
     */
    record Pending(Id subscription, Id payment, String price, LocalDate day, boolean ending) {}

    private static final String SELECT =
            """
            SELECT subscription_id, payment_id, price, day, ending FROM subscription_change
             WHERE bucket = ? AND\
            """;

    void insert(Tx tx, Pending pending) throws SQLException {
        String sql =
                """
                INSERT INTO subscription_change (bucket, subscription_id, payment_id, price, day, ending)
                VALUES (?, ?, ?, ?, ?, ?)\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setObject(2, pending.subscription().uuid());
            insert.setObject(3, pending.payment().uuid());
            insert.setString(4, pending.price());
            insert.setObject(5, pending.day());
            insert.setBoolean(6, pending.ending());
            insert.executeUpdate();
        }
    }

    Optional<Pending> ofSubscription(Tx tx, Id subscription) throws SQLException {
        return one(tx, SELECT + " subscription_id = ?", subscription);
    }

    Optional<Pending> ofPayment(Tx tx, Id payment) throws SQLException {
        return one(tx, SELECT + " payment_id = ?", payment);
    }

    private static Optional<Pending> one(Tx tx, String sql, Id key) throws SQLException {
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, key.uuid());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Pending(
                                        new Id(IdKind.SUBSCRIPTION, row.getObject(1, UUID.class)),
                                        new Id(IdKind.PAYMENT, row.getObject(2, UUID.class)),
                                        row.getString(3),
                                        row.getObject(4, LocalDate.class),
                                        row.getBoolean(5)))
                        : Optional.empty();
            }
        }
    }

    void delete(Tx tx, Id subscription) throws SQLException {
        String sql = "DELETE FROM subscription_change WHERE bucket = ? AND subscription_id = ?";
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            delete.setShort(1, (short) tx.bucket().number());
            delete.setObject(2, subscription.uuid());
            delete.executeUpdate();
        }
    }
}
