package dev.plat.checkout.order;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code orders}; what belongs to an order is read and written with it. */
final class OrderSql {

    private final LineSql lines = new LineSql();
    private final EffectSql effects = new EffectSql();

    /** An order and when it is due. */
    record Due(Id id, Instant at) {}

    /** False when it, or one with its key, is there. */
    boolean insert(Tx tx, Order order) throws SQLException {
        String sql =
                """
                INSERT INTO orders (bucket, order_id, account, manual, state, goal, reason, placed, expires,
                  secured, captured, due, key, coupon, country, tax_id)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setObject(2, order.id().uuid());
            insert.setObject(3, order.account().uuid());
            insert.setBoolean(4, order.manual());
            insert.setString(5, order.state().text());
            insert.setString(6, goal(order));
            insert.setString(7, order.reason());
            insert.setObject(8, time(order.placed()));
            insert.setObject(9, time(order.expires()));
            insert.setObject(10, time(order.secured()));
            insert.setBoolean(11, order.captured());
            insert.setObject(12, time(order.due().orElse(null)));
            insert.setString(13, order.key());
            insert.setString(14, order.terms().coupon());
            insert.setString(15, order.terms().country());
            insert.setString(16, order.terms().taxId());
            if (insert.executeUpdate() == 0) {
                return false;
            }
        }
        lines.insert(tx, order);
        effects.save(tx, order, List.of());
        return true;
    }

    void update(Tx tx, Order before, Order after) throws SQLException {
        String sql =
                """
                UPDATE orders SET state = ?, goal = ?, reason = ?, secured = ?, captured = ?, due = ?
                WHERE bucket = ? AND order_id = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, after.state().text());
            update.setString(2, goal(after));
            update.setString(3, after.reason());
            update.setObject(4, time(after.secured()));
            update.setBoolean(5, after.captured());
            update.setObject(6, time(after.due().orElse(null)));
            update.setShort(7, (short) tx.bucket().number());
            update.setObject(8, after.id().uuid());
            update.executeUpdate();
        }
        effects.save(tx, after, before.effects());
    }

    Optional<Order> find(Tx tx, Id id, boolean lock) throws SQLException {
        String sql =
                """
                SELECT account, manual, state, goal, reason, placed, expires, secured, captured, key,
                  coupon, country, tax_id FROM orders WHERE bucket = ? AND order_id = ?\
                """
                        + (lock ? " FOR UPDATE" : "");
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, id.uuid());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(order(id, row, lines.of(tx, id), effects.of(tx, id)))
                        : Optional.empty();
            }
        }
    }

    Optional<Id> byKey(Tx tx, Id account, String key) throws SQLException {
        String sql = "SELECT order_id FROM orders WHERE bucket = ? AND account = ? AND key = ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, account.uuid());
            select.setString(3, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Id(IdKind.ORDER, row.getObject(1, UUID.class)))
                        : Optional.empty();
            }
        }
    }

    OrderBook.Load load(Tx tx, Id account, Instant since) throws SQLException {
        String sql =
                """
                SELECT count(*) FILTER (WHERE state IN ('draft', 'reserved', 'awaiting-payment')),
                  count(*) FILTER (WHERE placed > ?) FROM orders WHERE bucket = ? AND account = ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, time(since));
            select.setShort(2, (short) tx.bucket().number());
            select.setObject(3, account.uuid());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return new OrderBook.Load(row.getInt(1), row.getInt(2));
            }
        }
    }

    /** Over all buckets of one shard. */
    List<Due> due(Tx tx, Instant now, int limit) throws SQLException {
        String sql = "SELECT order_id, due FROM orders WHERE due <= ? ORDER BY due LIMIT ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, time(now));
            select.setInt(2, limit);
            List<Due> due = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    due.add(
                            new Due(
                                    new Id(IdKind.ORDER, rows.getObject(1, UUID.class)),
                                    rows.getObject(2, OffsetDateTime.class).toInstant()));
                }
            }
            return due;
        }
    }

    /**
     * One of a row.
     *
     * @param row with account, manual, state, goal, reason, placed, expires, secured, captured,
     *     key, coupon, country, tax_id
     */
    static Order order(Id id, ResultSet row, List<OrderLine> lines, List<Effect> effects)
            throws SQLException {
        String goal = row.getString(4);
        return new Order(
                id,
                new Id(IdKind.ACCOUNT, row.getObject(1, UUID.class)),
                row.getString(10),
                lines,
                new Terms(
                        row.getString("coupon"), row.getString("country"), row.getString("tax_id")),
                row.getBoolean(2),
                OrderState.of(row.getString(3)),
                goal == null ? null : OrderState.of(goal),
                row.getString(5),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                instant(row, 8),
                row.getBoolean(9),
                effects);
    }

    private static @Nullable String goal(Order order) {
        OrderState goal = order.goal();
        return goal == null ? null : goal.text();
    }

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
