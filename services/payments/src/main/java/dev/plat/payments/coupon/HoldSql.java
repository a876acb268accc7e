package dev.plat.payments.coupon;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code coupon_hold}, in the code's bucket. */
final class HoldSql {

    /** The text stands in the database and never changes. */
    enum State {
        HELD("held"),
        USED("used"),
        RELEASED("released");

        private final String text;

        State(String text) {
            this.text = text;
        }

        static State of(String text) {
            for (State state : values()) {
                if (state.text.equals(text)) {
                    return state;
                }
            }
            throw new IllegalStateException("no state: " + text);
        }
    }

    /** How an order's hold stands; the row is locked. */
    Optional<State> find(Tx tx, String code, Id order) throws SQLException {
        String sql =
                "SELECT state FROM coupon_hold WHERE bucket = ? AND code = ? AND order_id = ? FOR UPDATE";
        try (PreparedStatement select = CouponSql.prepare(tx, sql, code)) {
            select.setObject(3, order.uuid());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(State.of(row.getString(1))) : Optional.empty();
            }
        }
    }

    /** False when there is one. */
    boolean insert(Tx tx, String code, Id order, State state, Instant now, Instant due)
            throws SQLException {
        String sql =
                """
                INSERT INTO coupon_hold (bucket, code, order_id, state, since, due) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (bucket, code, order_id) DO NOTHING\
                """;
        try (PreparedStatement insert = CouponSql.prepare(tx, sql, code)) {
            insert.setObject(3, order.uuid());
            insert.setString(4, state.text);
            insert.setObject(5, CouponSql.time(now));
            insert.setObject(6, state == State.HELD ? CouponSql.time(due) : null);
            return insert.executeUpdate() == 1;
        }
    }

    void settle(Tx tx, String code, Id order, State state) throws SQLException {
        String sql =
                """
                UPDATE coupon_hold SET state = ?, due = NULL WHERE bucket = ? AND code = ? AND order_id = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, state.text);
            update.setShort(2, (short) tx.bucket().number());
            update.setString(3, code);
            update.setObject(4, order.uuid());
            update.executeUpdate();
        }
    }

    /** Over all buckets of one shard. */
    List<Coupons.Held> due(Tx tx, Instant now, int limit) throws SQLException {
        String sql =
                "SELECT code, order_id, since FROM coupon_hold WHERE due <= ? ORDER BY due LIMIT ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, CouponSql.time(now));
            select.setInt(2, limit);
            List<Coupons.Held> due = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(
                            new Coupons.Held(
                                    row.getString(1),
                                    new Id(IdKind.ORDER, row.getObject(2, UUID.class)),
                                    row.getObject(3, OffsetDateTime.class).toInstant()));
                }
            }
            return due;
        }
    }

    /** It is looked at again then; nobody else looks before. */
    boolean take(Tx tx, Coupons.Held held, Instant now, Instant until) throws SQLException {
        String sql =
                """
                UPDATE coupon_hold SET due = ? WHERE bucket = ? AND code = ? AND order_id = ? AND due <= ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, CouponSql.time(until));
            update.setShort(2, (short) tx.bucket().number());
            update.setString(3, held.code());
            update.setObject(4, held.order().uuid());
            update.setObject(5, CouponSql.time(now));
            return update.executeUpdate() == 1;
        }
    }
}
