package dev.plat.checkout.order;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code order_line}: written once, with the order. */
final class LineSql {

    void insert(Tx tx, Order order) throws SQLException {
        String sql =
                """
                INSERT INTO order_line (bucket, order_id, number, kind, subject, amount, currency, price,
                  quantity, site, discount, tax, jurisdiction, percent)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            for (OrderLine line : order.lines()) {
                insert.setShort(1, (short) tx.bucket().number());
                insert.setObject(2, order.id().uuid());
                insert.setInt(3, line.number());
                insert.setString(4, line.kind().text());
                insert.setString(5, line.subject());
                insert.setLong(6, line.total().minor());
                insert.setString(7, line.total().currency());
                insert.setString(8, line.price());
                insert.setInt(9, line.quantity());
                insert.setObject(10, line.site() == null ? null : line.site().uuid());
                insert.setLong(11, line.within().discount());
                insert.setLong(12, line.within().tax());
                insert.setString(13, line.within().jurisdiction());
                insert.setString(14, line.within().percent());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    List<OrderLine> of(Tx tx, Id order) throws SQLException {
        return of(tx, List.of(order)).getOrDefault(order, List.of());
    }

    /** Of many at once. */
    Map<Id, List<OrderLine>> of(Tx tx, List<Id> orders) throws SQLException {
        String sql =
                """
                SELECT number, kind, subject, amount, currency, price, quantity, site, order_id, discount, tax,
                  jurisdiction, percent FROM order_line WHERE bucket = ? AND order_id = ANY (?) ORDER BY order_id, number\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setArray(2, OrderListSql.uuids(tx, orders));
            Map<Id, List<OrderLine>> lines = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Id order = new Id(IdKind.ORDER, row.getObject(9, UUID.class));
                    lines.computeIfAbsent(order, _ -> new ArrayList<>())
                            .add(
                                    new OrderLine(
                                            row.getInt(1),
                                            OrderLine.Kind.of(row.getString(2)),
                                            row.getString(3),
                                            row.getString(6),
                                            row.getInt(7),
                                            site(row.getObject(8, UUID.class)),
                                            new Amount(row.getLong(4), row.getString(5)),
                                            new OrderLine.Within(
                                                    row.getLong(10),
                                                    row.getLong(11),
                                                    row.getString(12),
                                                    row.getString(13))));
                }
            }
            return lines;
        }
    }

    private static @Nullable Id site(@Nullable UUID uuid) {
        return uuid == null ? null : new Id(IdKind.SITE, uuid);
    }
}
