package dev.plat.domains.registration;

import dev.plat.domains.registrar.Secret;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code registry_order}. */
final class OrderSql {

    private static final String COLUMNS =
            """
            order_id, effect, name, years, renews, transfers, code, state, sent, submitted, last_sent, again, \
            verified, expires, reason, due, epoch\
            """;

    /** An order and when it is due. */
    record DueOrder(Id id, Instant at) {}

    /** Nothing happens when its effect or its id is known. */
    void insert(Tx tx, Order order) throws SQLException {
        String sql =
                "INSERT INTO registry_order ("
                        + COLUMNS
                        + ", bucket)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING";
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setObject(1, order.id().uuid());
            insert.setString(2, order.effect());
            insert.setString(3, order.name());
            insert.setInt(4, order.years());
            insert.setObject(5, order.renews());
            insert.setBoolean(6, order.transfers());
            insert.setString(7, order.code().value());
            bind(insert, 8, order);
            insert.setShort(18, (short) tx.bucket().number());
            insert.executeUpdate();
        }
    }

    void update(Tx tx, Order order) throws SQLException {
        String sql =
                """
                UPDATE registry_order SET state = ?, sent = ?, submitted = ?, last_sent = ?, again = ?,
                  verified = ?, expires = ?, reason = ?, due = ?, epoch = ?
                WHERE bucket = ? AND order_id = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            bind(update, 1, order);
            update.setShort(11, (short) tx.bucket().number());
            update.setObject(12, order.id().uuid());
            update.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, int first, Order order)
            throws SQLException {
        statement.setString(first, order.state().text());
        statement.setInt(first + 1, order.sent());
        statement.setObject(first + 2, time(order.submitted()));
        statement.setObject(first + 3, time(order.lastSent()));
        statement.setBoolean(first + 4, order.again());
        statement.setBoolean(first + 5, order.verified());
        statement.setObject(first + 6, time(order.expires()));
        statement.setString(first + 7, order.reason());
        statement.setObject(first + 8, time(order.due()));
        statement.setLong(first + 9, order.epoch());
    }

    Order byEffect(Tx tx, String effect) throws SQLException {
        String sql = "SELECT " + COLUMNS + " FROM registry_order WHERE bucket = ? AND effect = ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setString(2, effect);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return order(rows);
            }
        }
    }

    Optional<Order> find(Tx tx, Id id, boolean lock) throws SQLException {
        String sql =
                "SELECT "
                        + COLUMNS
                        + " FROM registry_order WHERE bucket = ? AND order_id = ?"
                        + (lock ? " FOR UPDATE" : "");
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, id.uuid());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(order(rows)) : Optional.empty();
            }
        }
    }

    /** Over all buckets of one shard. */
    List<DueOrder> due(Tx tx, Instant now, int limit) throws SQLException {
        String sql = "SELECT order_id, due FROM registry_order WHERE due <= ? ORDER BY due LIMIT ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, time(now));
            select.setInt(2, limit);
            List<DueOrder> due = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    UUID uuid = rows.getObject(1, UUID.class);
                    due.add(
                            new DueOrder(
                                    new Id(IdKind.REGISTRY_ORDER, uuid),
                                    rows.getObject(2, OffsetDateTime.class).toInstant()));
                }
            }
            return due;
        }
    }

    private static Order order(ResultSet row) throws SQLException {
        return new Order(
                new Id(IdKind.REGISTRY_ORDER, row.getObject(1, UUID.class)),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getObject(5, LocalDate.class),
                row.getBoolean(6),
                new Secret(row.getString(7)),
                OrderState.of(row.getString(8)),
                row.getInt(9),
                instant(row, 10),
                instant(row, 11),
                row.getBoolean(12),
                row.getBoolean(13),
                instant(row, 14),
                row.getString(15),
                instant(row, 16),
                row.getLong(17));
    }

    static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
