package dev.plat.payments.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.money.Money;
import dev.plat.schemas.Currency;
import dev.plat.schemas.PlatException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What Stripe can say of an amount, by its page on currencies. */
class StripeAmountsTest {

    @Test
    void mostCurrenciesAreSaidAsTheyAre() {
        assertThat(StripeAmounts.sent(Money.of(1999, "EUR"))).isEqualTo(1999);
        assertThat(StripeAmounts.sent(Money.of(500, "JPY"))).isEqualTo(500);
        assertThat(StripeAmounts.sent(Money.of(1230, "KWD"))).isEqualTo(1230);
    }

    @Test
    void theOddOnesAreTurnedWithoutRounding() {
        assertThat(StripeAmounts.sent(Money.of(7, "ISK"))).isEqualTo(700);
        assertThat(StripeAmounts.sent(Money.of(7, "UGX"))).isEqualTo(700);
        assertThat(StripeAmounts.sent(Money.of(700, "MGA"))).isEqualTo(7);
    }

    @Test
    void whatCannotBeSaidIsRefused() {
        for (Money money :
                List.of(
                        Money.of(1231, "KWD"),
                        Money.of(705, "MGA"),
                        Money.of(5, "CLF"),
                        Money.of(5, "IQD"))) {
            assertThatThrownBy(() -> StripeAmounts.sent(money))
                    .as("%s", money)
                    .isInstanceOf(PlatException.class)
                    .hasMessageContaining("money-invalid");
        }
        assertThat(StripeAmounts.told(150, "isk")).isEmpty();
        assertThat(StripeAmounts.told(150, "xyz")).isEmpty();
    }

    @Test
    void whatIsSentIsReadBackAsTheSame() {
        int said = 0;
        for (Currency currency : Currency.all().values()) {
            Money money = new Money(12_300, currency);
            try {
                long sent = StripeAmounts.sent(money);
                assertThat(StripeAmounts.told(sent, currency.code().toLowerCase(Locale.ROOT)))
                        .contains(money);
                said++;
            } catch (PlatException e) {
                assertThat(currency.exponent()).as("%s", currency).isNotEqualTo(2);
            }
        }
        assertThat(said).isGreaterThan(140);
    }
}
