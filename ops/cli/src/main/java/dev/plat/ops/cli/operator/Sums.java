package dev.plat.ops.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.schemas.PlatException;
import java.math.BigDecimal;
import java.util.Currency;

/** Amounts between people, who write {@code 19.99}, and services, who count the smallest unit. */
public final class Sums {

    private Sums() {}

    /** {@code 19.99 EUR}, of {@code {"amount": 1999, "currency": "EUR"}}. */
    public static String text(JsonNode sum) {
        String currency = sum.path("currency").asText();
        return BigDecimal.valueOf(sum.path("amount").asLong(), digits(currency)).toPlainString()
                + " "
                + currency;
    }

    /**
     * Of what somebody typed.
     *
     * @throws PlatException {@code field-invalid} for no amount, or one that the currency cannot
     *     say
     */
    public static long minor(String typed, String currency) {
        try {
            return new BigDecimal(typed).movePointRight(digits(currency)).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            String expected =
                    "an amount of " + currency + " with " + digits(currency) + " decimals at most";
            throw PlatException.invalidField("amount", typed, expected).causedBy(e);
        }
    }

    private static int digits(String currency) {
        try {
            return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException e) {
            throw PlatException.invalidField("currency", currency, "a currency of ISO 4217")
                    .causedBy(e);
        }
    }
}
