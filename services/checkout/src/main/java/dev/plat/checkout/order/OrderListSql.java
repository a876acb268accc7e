package dev.plat.checkout.order;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Many orders at once: whatever their number, by four statements. */
final class OrderListSql {

    private final LineSql lines = new LineSql();
    private final EffectSql effects = new EffectSql();

    /** An account's, the newest first. */
    List<Order> of(Tx tx, Id account, int most) throws SQLException {
        List<Id> ids = ids(tx, account, most);
        Map<Id, List<OrderLine>> lines = this.lines.of(tx, ids);
        Map<Id, List<Effect>> effects = this.effects.of(tx, ids);
        String sql =
                """
                SELECT account, manual, state, goal, reason, placed, expires, secured, captured, key, order_id,
                  coupon, country, tax_id FROM orders WHERE bucket = ? AND order_id = ANY (?) ORDER BY placed DESC, order_id\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setArray(2, uuids(tx, ids));
            List<Order> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Id id = new Id(IdKind.ORDER, row.getObject(11, UUID.class));
                    found.add(
                            OrderSql.order(
                                    id,
                                    row,
                                    lines.getOrDefault(id, List.of()),
                                    effects.getOrDefault(id, List.of())));
                }
            }
            return found;
        }
    }

    private static List<Id> ids(Tx tx, Id account, int most) throws SQLException {
        String sql =
                """
                SELECT order_id FROM orders WHERE bucket = ? AND account = ?
                ORDER BY placed DESC LIMIT ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, account.uuid());
            select.setInt(3, most);
            List<Id> found = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Id(IdKind.ORDER, rows.getObject(1, UUID.class)));
                }
            }
            return found;
        }
    }

    /** Over all buckets of one shard, the oldest first. */
    List<Listed> list(Tx tx, Optional<OrderState> state, Instant before, int most)
            throws SQLException {
        String sql =
                """
                SELECT order_id, account, state, reason, placed, secured, due FROM orders
                WHERE placed <= ?
                  AND CASE WHEN ?::text IS NULL
                      THEN state NOT IN ('fulfilled', 'refunded', 'expired', 'cancelled') ELSE state = ? END
                ORDER BY placed LIMIT ?\
                """;
        String wanted = state.map(OrderState::text).orElse(null);
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, OrderSql.time(before));
            select.setString(2, wanted);
            select.setString(3, wanted);
            select.setInt(4, most);
            List<Listed> listed = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    listed.add(
                            new Listed(
                                    new Id(IdKind.ORDER, row.getObject(1, UUID.class)),
                                    new Id(IdKind.ACCOUNT, row.getObject(2, UUID.class)),
                                    OrderState.of(row.getString(3)),
                                    row.getString(4),
                                    row.getObject(5, OffsetDateTime.class).toInstant(),
                                    OrderSql.instant(row, 6),
                                    OrderSql.instant(row, 7)));
                }
            }
            return listed;
        }
    }

    static Array uuids(Tx tx, List<Id> ids) throws SQLException {
        return tx.connection().createArrayOf("uuid", ids.stream().map(Id::uuid).toArray());
    }
}
