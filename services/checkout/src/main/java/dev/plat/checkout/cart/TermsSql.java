package dev.plat.checkout.cart;

import dev.plat.checkout.order.Terms;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What a cart's lines are subject to, in its row. */
final class TermsSql {

    private TermsSql() {}

    static Terms of(Tx tx, Id account) throws SQLException {
        String sql = "SELECT coupon, country, tax_id FROM cart WHERE bucket = ? AND account_id = ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, account.uuid());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Terms(row.getString(1), row.getString(2), row.getString(3))
                        : Terms.NONE;
            }
        }
    }

    static void save(Tx tx, Id account, Terms terms) throws SQLException {
        String sql =
                """
                UPDATE cart SET coupon = ?, country = ?, tax_id = ? WHERE bucket = ? AND account_id = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, terms.coupon());
            update.setString(2, terms.country());
            update.setString(3, terms.taxId());
            update.setShort(4, (short) tx.bucket().number());
            update.setObject(5, account.uuid());
            update.executeUpdate();
        }
    }
}
