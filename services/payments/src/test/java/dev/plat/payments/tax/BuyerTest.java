package dev.plat.payments.tax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.TaxRate;
import dev.plat.payments.money.Rate;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuyerTest {

    private static final LocalDate DAY = LocalDate.of(2027, 1, 1);
    private static final Catalogue CATALOGUE =
            new Catalogue(
                    1,
                    "sha",
                    List.of(),
                    List.of(),
                    List.of(new TaxRate("DE", Rate.ofPercent("19"), DAY)));

    private static Buyer buyer(String country, String taxId) {
        return new Buyer(
                Optional.of(country), taxId.isEmpty() ? Optional.empty() : Optional.of(taxId));
    }

    @ParameterizedTest
    @CsvSource({
        "DE,DE123456789,DE123456789",
        "DE,de 123.456-789,DE123456789",
        "GR,EL123456789,EL123456789",
        "AT,ATU12345678,ATU12345678",
        "NL,NL123456789B01,NL123456789B01",
    })
    void aVatNumberIsReadAsPeopleWriteIt(String country, String typed, String plain) {
        assertThat(buyer(country, typed).taxId()).hasValue(plain);
    }

    @ParameterizedTest
    @CsvSource({
        "DE,DE12345678",
        "DE,123456789",
        "DE,FR12345678901",
        "GR,GR123456789",
        "CH,CHE123456789",
        "DE,DE12345678X",
    })
    void aVatNumberOfAnotherFormIsRefused(String country, String typed) {
        assertThatThrownBy(() -> buyer(country, typed)).hasMessageContaining("tax-id-invalid");
    }

    @ParameterizedTest
    @CsvSource({"de", "XX", "EU", "DEU"})
    void aCountryIsOneOfTheList(String country) {
        assertThatThrownBy(() -> buyer(country, "")).hasMessageContaining("field-invalid");
    }

    @Test
    void aNumberWithoutACountryIsRefused() {
        assertThatThrownBy(() -> new Buyer(Optional.empty(), Optional.of("DE123456789")))
                .hasMessageContaining("tax-id-invalid");
    }

    /** Nobody buys without tax by a number that nobody has checked. */
    @Test
    void theReasonSaysWhyThatMuch() {
        Buyer nobody = new Buyer(Optional.empty(), Optional.empty());

        assertThat(Assessment.of(CATALOGUE, nobody, DAY).reason().text())
                .isEqualTo("country-unknown");
        assertThat(Assessment.of(CATALOGUE, buyer("FR", ""), DAY).reason().text())
                .isEqualTo("not-collected");
        assertThat(Assessment.of(CATALOGUE, buyer("DE", ""), DAY).reason().text())
                .isEqualTo("standard");
        Assessment business = Assessment.of(CATALOGUE, buyer("DE", "DE123456789"), DAY);
        assertThat(business.reason().text()).isEqualTo("tax-id-not-checked");
        assertThat(business.rate().map(rate -> rate.rate().text())).hasValue("19");
    }
}
