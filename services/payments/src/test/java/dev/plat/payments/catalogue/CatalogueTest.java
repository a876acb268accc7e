package dev.plat.payments.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.money.Money;
import dev.plat.payments.money.Rate;
import dev.plat.schemas.PlatException;
import io.micronaut.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private static final String JSON =
            """
            {"version": 7,
             "plans": [{"id": "free", "name": "Free", "limits": {"sites": 1}},
                       {"id": "pro", "name": "Pro", "limits": {"sites": 25, "megabytes": 20000}}],
             "prices": [{"id": "pro-month-eur-1", "plan": "pro", "interval": "month",
                         "price": {"amount": 1900, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01", "until": "2026-11-01"},
                        {"id": "pro-month-eur-2", "plan": "pro", "interval": "month",
                         "price": {"amount": 2100, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-11-01"}],
             "taxes": [{"jurisdiction": "DE", "percent": "19", "from": "2007-01-01"},
                       {"jurisdiction": "DE", "percent": "16", "from": "2020-07-01"},
                       {"jurisdiction": "DE", "percent": "19", "from": "2021-01-01"}]}
            """;

    @Test
    void aPriceIsSoldFromItsFirstDayToTheOneBeforeItsEnd() {
        Catalogue catalogue = read(JSON);

        assertThat(catalogue.price("pro-month-eur-1", LocalDate.of(2026, 10, 31)).amount())
                .isEqualTo(Money.of(1900, "EUR"));
        assertThat(catalogue.price("pro-month-eur-2", LocalDate.of(2026, 11, 1)).amount())
                .isEqualTo(Money.of(2100, "EUR"));
        for (LocalDate day :
                new LocalDate[] {LocalDate.of(2025, 12, 31), LocalDate.of(2026, 11, 1)}) {
            assertThatThrownBy(() -> catalogue.price("pro-month-eur-1", day))
                    .isInstanceOf(PlatException.class)
                    .hasMessageContaining("price-gone");
        }
        assertThatThrownBy(() -> catalogue.price("never", LocalDate.of(2026, 11, 1)))
                .hasMessageContaining("price-gone");
        assertThat(catalogue.plan("pro").orElseThrow().limits()).containsEntry("sites", 25L);
    }

    @Test
    void aTaxIsThatOfTheDay() {
        Catalogue catalogue = read(JSON);

        assertThat(catalogue.tax("DE", LocalDate.of(2020, 12, 31)).orElseThrow().rate())
                .isEqualTo(Rate.ofPercent("16"));
        assertThat(catalogue.tax("DE", LocalDate.of(2026, 1, 1)).orElseThrow().rate())
                .isEqualTo(Rate.ofPercent("19"));
        assertThat(catalogue.tax("DE", LocalDate.of(2006, 1, 1))).isEmpty();
        assertThat(catalogue.tax("US-NY", LocalDate.of(2026, 1, 1))).isEmpty();
    }

    @Test
    void theDigestIsOfTheBytes() {
        assertThat(read(JSON).sha256()).hasSize(64).isNotEqualTo(read(JSON + " ").sha256());
        assertThat(read(JSON)).isEqualTo(read(JSON));
    }

    @Test
    void whatCannotBeReadNamesThePlace() {
        refused(JSON.replace("\"sites\": 25", "\"sites\": \"25\""), "pro.sites");
        refused(JSON.replace("1900", "19.00"), "pro-month-eur-1.amount");
        refused(JSON.replace("1900", "1e400"), "pro-month-eur-1.amount");
        refused(JSON.replace("1900", "99999999999999999999"), "pro-month-eur-1.amount");
        refused(JSON.replace("taxIncluded", "taxincluded"), "taxincluded");
        refused(JSON.replace("\"month\"", "\"week\""), "week");
        refused(JSON.replace("2026-01-01", "2026-02-30"), "2026-02-30");
        refused(JSON.replace("\"plans\"", "\"plan\""), "plan");
        refused("[]", "no object");
        refused("{", "no JSON");
    }

    @Test
    void aCatalogueDoesNotContradictItself() {
        refused(JSON.replace("\"plan\": \"pro\"", "\"plan\": \"gold\""), "gold");
        refused(JSON.replace("pro-month-eur-2", "pro-month-eur-1"), "a price once");
        refused(JSON.replace("2026-11-01\"},", "2026-11-02\"},"), "one price for a plan");
        refused(JSON.replace("\"amount\": 1900", "\"amount\": 0"), "above zero");
        refused(JSON.replace("2007-01-01", "2021-01-01"), "a tax once");
        refused(JSON.replace("\"sites\": 1}", "\"sites\": -1}"), "a limit of 0");
        refused(JSON.replace("\"DE\", \"percent\": \"16\"", "\"de\", \"percent\": \"16\""), "de");
    }

    @Test
    void aPriceIsSupersededAndNeverEdited() {
        Catalogue before = read(JSON);
        String next = JSON.replace("\"version\": 7", "\"version\": 8");

        read(next).checkFollows(before);
        read(next.replace(
                        "\"from\": \"2026-11-01\"}",
                        "\"from\": \"2026-11-01\", \"until\": \"2027-01-01\"}"))
                .checkFollows(before);

        notFollowing(before, JSON, "version 8");
        notFollowing(before, next.replace("2100", "2200"), "pro-month-eur-2");
        notFollowing(before, next.replace("pro-month-eur-2", "pro-month-eur-3"), "pro-month-eur-2");
        notFollowing(
                before,
                next.replace("\"until\": \"2026-11-01\"", "\"until\": \"2026-10-01\""),
                "pro-month-eur-1");
        notFollowing(before, next.replace("\"16\"", "\"17\""), "DE from 2020-07-01");
        notFollowing(
                before,
                next.replace(
                        "{\"id\": \"free\", \"name\": \"Free\", \"limits\": {\"sites\": 1}},", ""),
                "free");
    }

    private static void notFollowing(Catalogue before, String json, String named) {
        Catalogue after = read(json);
        assertThatThrownBy(() -> after.checkFollows(before))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("config-invalid")
                .hasMessageContaining(named);
    }

    private static void refused(String json, String named) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("invalid")
                .hasMessageContaining(named);
    }

    private static Catalogue read(String json) {
        return new CatalogueReader(JsonMapper.createDefault())
                .read(json.getBytes(StandardCharsets.UTF_8));
    }
}
