package dev.plat.payments.quote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.money.Money;
import dev.plat.schemas.PlatException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class QuoteSealTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Catalogue CATALOGUE =
            QuotingTest.catalogue(List.of(QuotingTest.price("a", 1000, false)), "19");
    private static final QuoteRequest REQUEST = QuotingTest.request(Optional.empty(), "p-a");

    private final QuoteSeal seal = new QuoteSeal("k2", Map.of("k1", key("one"), "k2", key("two")));
    private final Quote quote = Quoting.quote(CATALOGUE, REQUEST, NOW);

    @Test
    void aQuoteHoldsForHalfAnHourWhateverBecomesOfThePrice() {
        String signature = seal.sign(quote);
        Instant late = NOW.plus(Duration.ofMinutes(30)).minusMillis(1);

        assertThat(seal.settle(quote, signature, dearer(), late)).isEqualTo(quote);
    }

    @Test
    void afterThatItHoldsIfItStillCostsTheSame() {
        String signature = seal.sign(quote);
        Instant later = NOW.plus(Duration.ofMinutes(30));

        Quote fresh = seal.settle(quote, signature, CATALOGUE, later);

        assertThat(fresh.total()).isEqualTo(quote.total());
        assertThat(fresh.made()).isEqualTo(later);
        assertThatThrownBy(() -> seal.settle(quote, signature, dearer(), later))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("quote-changed")
                .hasMessageContaining("11.90 EUR")
                .hasMessageContaining("13.09 EUR");
    }

    @Test
    void aQuoteThatPlatDidNotSignIsNone() {
        String signature = seal.sign(quote);
        Quote cheaper =
                new Quote(
                        quote.catalogue(),
                        quote.request(),
                        quote.lines(),
                        quote.taxRate(),
                        quote.listed(),
                        quote.discount(),
                        quote.tax(),
                        Money.of(1, "EUR"),
                        quote.made());

        forged(cheaper, signature);
        forged(quote, signature + "A");
        forged(quote, signature.replace("k2", "k1"));
        forged(quote, signature.replace("k2", "k3"));
        forged(quote, signature.replace("v1", "v2"));
        forged(quote, "");
    }

    @Test
    void aKeyThatSignsNoMoreIsBelievedAsLongAsItIsKept() {
        QuoteSeal before = new QuoteSeal("k1", Map.of("k1", key("one")));

        assertThat(seal.settle(quote, before.sign(quote), CATALOGUE, NOW)).isEqualTo(quote);
    }

    private void forged(Quote shown, String signature) {
        assertThatThrownBy(() -> seal.settle(shown, signature, CATALOGUE, NOW))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("field-invalid");
    }

    private static Catalogue dearer() {
        return QuotingTest.catalogue(List.of(QuotingTest.price("a", 1100, false)), "19");
    }

    private static SecretKey key(String text) {
        return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }
}
