package dev.plat.payments.invoice;

import dev.plat.payments.money.Money;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The table {@code payment_line}: what a payment is for. */
public final class SoldSql {

    public void insert(Tx tx, Id payment, List<Sold> lines) throws SQLException {
        String sql =
                """
                INSERT INTO payment_line (bucket, payment_id, line, kind, plan, price, description, quantity, net, tax,
                                          jurisdiction, percent)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            for (Sold line : lines) {
                insert.setShort(1, (short) tx.bucket().number());
                insert.setObject(2, payment.uuid());
                insert.setInt(3, line.number());
                insert.setString(4, line.kind().text());
                insert.setString(5, line.plan());
                insert.setString(6, line.price());
                insert.setString(7, line.description());
                insert.setInt(8, line.quantity());
                insert.setLong(9, line.net().minor());
                insert.setLong(10, line.tax().minor());
                insert.setString(11, line.jurisdiction());
                insert.setString(12, line.percent());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Of all lines only these are taken. */
    public void keepOnly(Tx tx, Id payment, Collection<Integer> lines) throws SQLException {
        String sql =
                """
                UPDATE payment_line SET dropped = true
                 WHERE bucket = ? AND payment_id = ? AND NOT dropped AND line <> ALL (?)\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setShort(1, (short) tx.bucket().number());
            update.setObject(2, payment.uuid());
            update.setArray(3, tx.connection().createArrayOf("int4", lines.toArray()));
            update.executeUpdate();
        }
    }

    /** Those that are taken, in their order. */
    public List<Sold> of(Tx tx, Id payment, String currency) throws SQLException {
        String sql =
                """
                SELECT line, kind, plan, price, description, quantity, net, tax, jurisdiction, percent
                  FROM payment_line WHERE bucket = ? AND payment_id = ? AND NOT dropped ORDER BY line\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, payment.uuid());
            List<Sold> lines = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    lines.add(
                            new Sold(
                                    row.getInt("line"),
                                    Sold.Kind.parse(row.getString("kind")),
                                    row.getString("plan"),
                                    row.getString("price"),
                                    row.getString("description"),
                                    null,
                                    row.getInt("quantity"),
                                    Money.of(row.getLong("net"), currency),
                                    Money.of(row.getLong("tax"), currency),
                                    row.getString("jurisdiction"),
                                    row.getString("percent")));
                }
            }
            return lines;
        }
    }
}
