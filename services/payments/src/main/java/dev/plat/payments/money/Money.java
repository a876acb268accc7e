package dev.plat.payments.money;

import dev.plat.schemas.Currency;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.math.BigDecimal;

/**
 * An amount in the smallest unit of its currency: 1999 of EUR are 19.99 euros. All arithmetic is
 * exact; what would leave the range of {@code long} throws {@link ArithmeticException}, what would
 * mix currencies {@link IllegalArgumentException}, for both are mistakes in the code.
 *
 * @param minor any, also below zero
 */
public record Money(long minor, Currency currency) implements Comparable<Money> {

    /** What one payment may be at most, in either direction. */
    public static final long PAYMENT_MAX = Currency.PAYMENT_MAX;

    public static Money of(long minor, String currency) {
        return new Money(minor, Currency.of(currency));
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /**
     * An amount that somebody may pay.
     *
     * @throws PlatException {@link ErrorCode#MONEY_INVALID} below zero and above {@link
     *     #PAYMENT_MAX}
     */
    public Money checkPayable() {
        if (minor < 0 || minor > PAYMENT_MAX) {
            throw new PlatException(
                    ErrorCode.MONEY_INVALID,
                    "This is no amount that can be paid at once.",
                    "value",
                    minor,
                    "expected",
                    "0 to " + PAYMENT_MAX);
        }
        return this;
    }

    public Money plus(Money other) {
        check(other);
        return new Money(Math.addExact(minor, other.minor), currency);
    }

    public Money minus(Money other) {
        check(other);
        return new Money(Math.subtractExact(minor, other.minor), currency);
    }

    public Money times(long factor) {
        return new Money(Math.multiplyExact(minor, factor), currency);
    }

    public Money negated() {
        return new Money(Math.negateExact(minor), currency);
    }

    public Money least(Money other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public boolean isZero() {
        return minor == 0;
    }

    public boolean isNegative() {
        return minor < 0;
    }

    @Override
    public int compareTo(Money other) {
        check(other);
        return Long.compare(minor, other.minor);
    }

    /** For people: {@code 19.99 EUR}, {@code 1999 JPY}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(minor, currency.exponent()).toPlainString() + " " + currency;
    }

    private void check(Money other) {
        if (currency != other.currency) {
            throw new IllegalArgumentException(
                    "two currencies never meet: " + currency + " and " + other.currency);
        }
    }
}
