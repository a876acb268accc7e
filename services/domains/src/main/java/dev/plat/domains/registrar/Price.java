package dev.plat.domains.registrar;

import java.math.BigDecimal;

/**
 * What the registry takes.
 *
 * @param currency three letters
 */
public record Price(String currency, BigDecimal amount) {

    public Price {
        if (!currency.matches("[A-Z]{3}") || amount.signum() < 0) {
            throw new IllegalArgumentException("three letters and an amount that is not negative");
        }
    }
}
