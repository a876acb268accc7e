package dev.plat.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurrencyTest {

    @Test
    void aCurrencyIsThreeCapitalsOfTheTable() {
        for (String wrong : new String[] {"eur", "EURO", "E1R", "", "BTC", "DEM"}) {
            assertThatThrownBy(() -> Currency.of(wrong))
                    .as(wrong)
                    .isInstanceOf(PlatException.class)
                    .hasMessageContaining("money-invalid");
        }
        assertThat(Currency.of("EUR")).isSameAs(Currency.of("EUR"));
        assertThat(Currency.all()).hasSizeBetween(150, 170);
    }

    /** Our table is the authority; where the JDK's differs, one of the two is to be looked at. */
    @Test
    void theTableIsTheJdksWhereBothKnowTheCode() {
        long known =
                Currency.all().values().stream()
                        .filter(currency ->
                                jdk(currency.code())
                                        .map(java.util.Currency::getDefaultFractionDigits)
                                        .filter(digits -> {
                                            assertThat(digits)
                                                    .as(currency.code())
                                                    .isEqualTo(currency.exponent());
                                            return true;
                                        })
                                        .isPresent())
                        .count();

        assertThat(known).isGreaterThan(145);
    }

    private static Optional<java.util.Currency> jdk(String code) {
        return java.util.Currency.getAvailableCurrencies().stream()
                .filter(each -> each.getCurrencyCode().equals(code.toUpperCase(Locale.ROOT)))
                .findFirst();
    }
}
