package dev.plat.checkout.order;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code order_effect}. */
final class EffectSql {

    /** Those that are new or not as they were; none is ever taken out. */
    void save(Tx tx, Order order, List<Effect> before) throws SQLException {
        String sql =
                """
                INSERT INTO order_effect (bucket, order_id, key, position, step, line, amount, currency,
                  state, fact, tries, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (bucket, order_id, key) DO UPDATE
                SET state = EXCLUDED.state, fact = EXCLUDED.fact, tries = EXCLUDED.tries, due = EXCLUDED.due\
                """;
        try (PreparedStatement save = tx.connection().prepareStatement(sql)) {
            for (int i = 0; i < order.effects().size(); i++) {
                Effect effect = order.effects().get(i);
                if (i >= before.size() || !before.get(i).equals(effect)) {
                    bind(save, order.id(), i, effect, tx.bucket().number());
                    save.addBatch();
                }
            }
            save.executeBatch();
        }
    }

    private static void bind(
            PreparedStatement save, Id order, int position, Effect effect, int bucket)
            throws SQLException {
        Amount amount = effect.amount();
        save.setShort(1, (short) bucket);
        save.setObject(2, order.uuid());
        save.setString(3, effect.key());
        save.setInt(4, position);
        save.setString(5, effect.step().text());
        save.setInt(6, effect.line());
        if (amount == null) {
            save.setNull(7, Types.BIGINT);
            save.setNull(8, Types.CHAR);
        } else {
            save.setLong(7, amount.minor());
            save.setString(8, amount.currency());
        }
        save.setString(9, effect.state().text());
        save.setString(10, effect.fact());
        save.setInt(11, effect.tries());
        save.setObject(12, OrderSql.time(effect.due()));
    }

    /** In the order in which they were wanted. */
    List<Effect> of(Tx tx, Id order) throws SQLException {
        return of(tx, List.of(order)).getOrDefault(order, List.of());
    }

    /** Of many at once. */
    Map<Id, List<Effect>> of(Tx tx, List<Id> orders) throws SQLException {
        String sql =
                """
                SELECT key, step, line, amount, currency, state, fact, tries, due, order_id FROM order_effect
                WHERE bucket = ? AND order_id = ANY (?) ORDER BY order_id, position\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setArray(2, OrderListSql.uuids(tx, orders));
            Map<Id, List<Effect>> effects = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Id order = new Id(IdKind.ORDER, row.getObject(10, UUID.class));
                    effects.computeIfAbsent(order, _ -> new ArrayList<>()).add(effect(row));
                }
            }
            return effects;
        }
    }

    private static Effect effect(ResultSet row) throws SQLException {
        return new Effect(
                row.getString(1),
                Step.of(row.getString(2)),
                row.getInt(3),
                amount(row),
                Effect.State.of(row.getString(6)),
                row.getString(7),
                row.getInt(8),
                OrderSql.instant(row, 9));
    }

    private static @Nullable Amount amount(ResultSet row) throws SQLException {
        String currency = row.getString(5);
        return currency == null ? null : new Amount(row.getLong(4), currency);
    }
}
