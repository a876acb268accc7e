package dev.plat.checkout.pages;

import dev.plat.checkout.call.Quotes;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/** Money as people read it. */
public final class Sums {

    private Sums() {}

    public static String text(Quotes.Sum sum) {
        return text(sum.amount(), sum.currency());
    }

    /**
     * {@code €12.00}.
     *
     * @param minor in the smallest unit
     */
    public static String text(long minor, String currency) {
        Currency unit = Currency.getInstance(currency);
        NumberFormat format = NumberFormat.getCurrencyInstance(Locale.UK);
        format.setCurrency(unit);
        format.setMinimumFractionDigits(unit.getDefaultFractionDigits());
        format.setMaximumFractionDigits(unit.getDefaultFractionDigits());
        return format.format(BigDecimal.valueOf(minor, unit.getDefaultFractionDigits()));
    }
}
