package dev.plat.payments.tax;

import dev.plat.schemas.PlatException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of who buys.
 *
 * @param country where they say that they live, ISO 3166, {@code DE}; empty when nobody asked
 * @param taxId by which a business is known to its state; empty for everybody else
 */
public record Buyer(Optional<String> country, Optional<String> taxId) {

    private static final Set<String> COUNTRIES =
            Arrays.stream(Locale.getISOCountries()).collect(Collectors.toUnmodifiableSet());

    /**
     * @throws PlatException {@code field-invalid} for what is no country, {@code tax-id-invalid}
     */
    public Buyer {
        country.filter(code -> !COUNTRIES.contains(code))
                .ifPresent(code -> {
                    throw PlatException.invalidField(
                            "country", code, "two capitals of ISO 3166, such as DE");
                });
        taxId = taxId.map(TaxIds::plain);
        if (taxId.isPresent()) {
            TaxIds.check(taxId.get(), country);
        }
    }
}
