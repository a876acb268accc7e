package dev.plat.payments.coupon;

import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code coupon_use}, in the account's bucket: a coupon is used once by each. */
public final class UseSql {

    private static final int KEPT_TRIES_MAX = 5;

    /**
     * The account has it for this order. Calls for one order come at once, and then they meet on
     * either key, whichever PostgreSQL looks at first: so both are named, by naming none.
     *
     * @return whether it has; false when it has it for another
     * @throws PlatException {@code order-state} when the order has another coupon
     */
    boolean keep(Tx tx, Id account, Coupon coupon, Id order) throws SQLException {
        String sql =
                """
                INSERT INTO coupon_use (bucket, account_id, code, order_id, percent, amount, currency, plans, lasting,
                  periods, billed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
                ON CONFLICT DO NOTHING\
                """;
        for (int tries = 0; tries < KEPT_TRIES_MAX; tries++) {
            try (PreparedStatement insert = prepare(tx, sql, account)) {
                insert.setString(3, coupon.code());
                insert.setObject(4, order.uuid());
                CouponColumns.set(insert, 5, coupon);
                if (insert.executeUpdate() == 1) {
                    return true;
                }
            }
            UUID has = order(tx, account, coupon.code());
            if (has != null) {
                return order.uuid().equals(has);
            }
            if (hasAnother(tx, order)) {
                throw anotherCoupon(order);
            }
            // Somebody has just let it go.
        }
        return false;
    }

    /** Whether the account has it for whatever order. */
    boolean has(Tx tx, Id account, String code) throws SQLException {
        return order(tx, account, code) != null;
    }

    private static @Nullable UUID order(Tx tx, Id account, String code) throws SQLException {
        String sql =
                "SELECT order_id FROM coupon_use WHERE bucket = ? AND account_id = ? AND code = ?";
        try (PreparedStatement select = prepare(tx, sql, account)) {
            select.setString(3, code);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getObject(1, UUID.class) : null;
            }
        }
    }

    /** Asked when it is not the code at hand. */
    private static boolean hasAnother(Tx tx, Id order) throws SQLException {
        String sql = "SELECT FROM coupon_use WHERE bucket = ? AND order_id = ?";
        try (PreparedStatement select = prepare(tx, sql, order);
                ResultSet row = select.executeQuery()) {
            return row.next();
        }
    }

    private static PlatException anotherCoupon(Id order) {
        return new PlatException(
                ErrorCode.ORDER_STATE,
                "The order has another coupon.",
                "value",
                order.toString(),
                "expected",
                "one coupon for an order");
    }

    /** As if the order had never had it. */
    void forget(Tx tx, Id order, String code) throws SQLException {
        String sql = "DELETE FROM coupon_use WHERE bucket = ? AND order_id = ? AND code = ?";
        try (PreparedStatement delete = prepare(tx, sql, order)) {
            delete.setString(3, code);
            delete.executeUpdate();
        }
    }

    /** The periods of what the order started are billed with its coupon, if it is for that plan. */
    public void carry(Tx tx, Id order, Id subscription, String plan) throws SQLException {
        String sql =
                """
                UPDATE coupon_use SET subscription_id = ?, billed = 1
                WHERE bucket = ? AND order_id = ? AND (plans = '{}' OR ? = ANY (plans))\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, subscription.uuid());
            update.setShort(2, (short) tx.bucket().number());
            update.setObject(3, order.uuid());
            update.setString(4, plan);
            update.executeUpdate();
        }
    }

    /** With what a subscription is billed. */
    public Optional<Use> of(Tx tx, Id subscription) throws SQLException {
        String sql =
                "SELECT code, billed, "
                        + CouponColumns.NAMES
                        + " FROM coupon_use WHERE bucket = ? AND subscription_id = ?";
        try (PreparedStatement select = prepare(tx, sql, subscription);
                ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new Use(
                                    CouponColumns.of(row.getString("code"), row),
                                    row.getInt("billed")))
                    : Optional.empty();
        }
    }

    /** Another period was billed, with it or without. */
    public void billed(Tx tx, Id subscription) throws SQLException {
        String sql =
                "UPDATE coupon_use SET billed = billed + 1 WHERE bucket = ? AND subscription_id = ?";
        try (PreparedStatement update = prepare(tx, sql, subscription)) {
            update.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Tx tx, String sql, Id id) throws SQLException {
        PreparedStatement statement = tx.connection().prepareStatement(sql);
        statement.setShort(1, (short) tx.bucket().number());
        statement.setObject(2, id.uuid());
        return statement;
    }
}
