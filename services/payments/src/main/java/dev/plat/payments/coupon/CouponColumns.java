package dev.plat.payments.coupon;

import dev.plat.payments.money.Money;
import dev.plat.payments.money.Rate;
import dev.plat.payments.quote.Discount;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

/** What a coupon takes off, as two tables have it: percent, amount, currency, plans, lasting … */
final class CouponColumns {

    static final String NAMES = "percent, amount, currency, plans, lasting, periods";

    private CouponColumns() {}

    /** Six parameters from {@code first} on. */
    static void set(PreparedStatement to, int first, Coupon coupon) throws SQLException {
        switch (coupon.discount()) {
            case Discount.Percent percent -> {
                to.setString(first, percent.rate().percent().toPlainString());
                to.setObject(first + 1, null, java.sql.Types.BIGINT);
                to.setString(first + 2, null);
            }
            case Discount.Amount amount -> {
                to.setString(first, null);
                to.setLong(first + 1, amount.money().minor());
                to.setString(first + 2, amount.money().currency().code());
            }
        }
        Object[] plans = coupon.discount().plans().stream().sorted().toArray();
        to.setArray(first + 3, to.getConnection().createArrayOf("text", plans));
        to.setString(first + 4, coupon.lasting().name().toLowerCase(Locale.ROOT));
        to.setInt(first + 5, coupon.periods());
    }

    static Coupon of(String code, ResultSet row) throws SQLException {
        Set<String> plans = Set.of((String[]) row.getArray("plans").getArray());
        String percent = row.getString("percent");
        Discount discount =
                percent == null
                        ? new Discount.Amount(
                                Money.of(row.getLong("amount"), row.getString("currency")), plans)
                        : new Discount.Percent(Rate.ofPercent(percent), plans);
        return new Coupon(
                code,
                discount,
                Coupon.Lasting.valueOf(row.getString("lasting").toUpperCase(Locale.ROOT)),
                row.getInt("periods"));
    }
}
