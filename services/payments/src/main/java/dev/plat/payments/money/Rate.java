package dev.plat.payments.money;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.math.BigDecimal;

/**
 * A part of a whole, exact: of tax, of a discount. The only decimal there is beside amounts.
 *
 * @param percent 0 to 100, at most {@value #SCALE_MAX} decimals, without zeros at the end
 */
public record Rate(BigDecimal percent) {

    private static final int SCALE_MAX = 6;
    private static final BigDecimal ALL = BigDecimal.valueOf(100);

    /**
     * @throws PlatException {@link ErrorCode#MONEY_INVALID} outside the range
     */
    public Rate {
        if (percent.signum() < 0 || percent.compareTo(ALL) > 0 || percent.scale() > SCALE_MAX) {
            throw new PlatException(
                    ErrorCode.MONEY_INVALID,
                    "This is no rate.",
                    "value",
                    percent.toString(),
                    "expected",
                    "0 to 100 percent with " + SCALE_MAX + " decimals at most");
        }
        // One form for one rate: 19, 19.0 and 1.9E+1 are the same and have the same digest.
        percent =
                percent.signum() == 0
                        ? BigDecimal.ZERO
                        : new BigDecimal(percent.stripTrailingZeros().toPlainString());
    }

    /**
     * Reads {@code "19"} or {@code "7.7"}.
     *
     * @throws PlatException {@link ErrorCode#MONEY_INVALID} for anything else
     */
    public static Rate ofPercent(String text) {
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1," + SCALE_MAX + "})?")) {
            throw new PlatException(
                    ErrorCode.MONEY_INVALID,
                    "This is no rate.",
                    "value",
                    text.length() > 20 ? text.substring(0, 20) + "…" : text,
                    "expected",
                    "percent, such as 19 or 7.7");
        }
        return new Rate(new BigDecimal(text));
    }

    public boolean isZero() {
        return percent.signum() == 0;
    }

    /** As {@link #ofPercent} reads it. */
    public String text() {
        return percent.toPlainString();
    }

    @Override
    public String toString() {
        return text() + "%";
    }
}
