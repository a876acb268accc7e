package dev.plat.payments.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The three points at which an amount is rounded; nowhere else does a fraction of the smallest unit
 * arise. Each rounds half up on the magnitude, so that a credit undoes its charge to the unit.
 */
public enum Rounding {
    DISCOUNT,
    PRORATION,
    TAX;

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** {@code rate} of an amount. */
    public Money part(Money of, Rate rate) {
        return quotient(of, rate.percent(), HUNDRED);
    }

    /** What is contained in an amount that the rate was added to: 19 of 119 at 19 %. */
    public Money contained(Money in, Rate rate) {
        return quotient(in, rate.percent(), HUNDRED.add(rate.percent()));
    }

    /**
     * {@code part / whole} of an amount: days used of the days paid for.
     *
     * @param part 0 to whole
     * @param whole above zero
     */
    public Money share(Money of, long part, long whole) {
        if (part < 0 || whole <= 0 || part > whole) {
            throw new IllegalArgumentException(part + " of " + whole + " is no share");
        }
        return quotient(of, BigDecimal.valueOf(part), BigDecimal.valueOf(whole));
    }

    private static Money quotient(Money of, BigDecimal factor, BigDecimal divisor) {
        BigDecimal rounded =
                BigDecimal.valueOf(of.minor())
                        .multiply(factor)
                        .divide(divisor, 0, RoundingMode.HALF_UP);
        return new Money(rounded.longValueExact(), of.currency());
    }
}
