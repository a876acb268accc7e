package dev.plat.checkout.order;

/**
 * What a line or an order comes to, as the payments service has said it. Compared and summed here,
 * never reckoned; {@link ArithmeticException} beyond the range of {@code long}, {@link
 * IllegalArgumentException} for two currencies: both are mistakes in the code.
 *
 * @param minor in the smallest unit of the currency; not negative
 * @param currency of ISO 4217, {@code EUR}
 */
public record Amount(long minor, String currency) {

    public Amount {
        if (minor < 0) {
            throw new IllegalArgumentException("an amount below zero: " + minor);
        }
    }

    Amount plus(Amount other) {
        return new Amount(Math.addExact(minor, same(other).minor), currency);
    }

    Amount minus(Amount other) {
        return new Amount(Math.subtractExact(minor, same(other).minor), currency);
    }

    boolean isZero() {
        return minor == 0;
    }

    private Amount same(Amount other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "two currencies never meet: " + currency + " and " + other.currency);
        }
        return other;
    }
}
