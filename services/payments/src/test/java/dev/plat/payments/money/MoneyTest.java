package dev.plat.payments.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.schemas.PlatException;
import org.junit.jupiter.api.Test;

class MoneyTest {

    private static final Money EURO = Money.of(100, "EUR");

    @Test
    void twoCurrenciesNeverMeet() {
        Money yen = Money.of(100, "JPY");

        assertThatIllegalArgumentException().isThrownBy(() -> EURO.plus(yen));
        assertThatIllegalArgumentException().isThrownBy(() -> EURO.minus(yen));
        assertThatIllegalArgumentException().isThrownBy(() -> EURO.compareTo(yen));
        assertThat(EURO).isNotEqualTo(yen);
    }

    @Test
    void whatLeavesTheRangeIsNoMoney() {
        Money most = Money.of(Long.MAX_VALUE, "EUR");

        assertThatThrownBy(() -> most.plus(EURO)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> most.times(2)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.of(Long.MIN_VALUE, "EUR").negated())
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void eightDigitsCanBePaidAtOnce() {
        assertThat(Money.of(Money.PAYMENT_MAX, "EUR").checkPayable().minor()).isEqualTo(99_999_999);
        assertThatThrownBy(() -> Money.of(Money.PAYMENT_MAX + 1, "EUR").checkPayable())
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("money-invalid");
        assertThatThrownBy(() -> Money.of(-1, "EUR").checkPayable())
                .isInstanceOf(PlatException.class);
    }

    @Test
    void peopleReadTheDecimalsOfItsCurrency() {
        assertThat(Money.of(1999, "EUR")).hasToString("19.99 EUR");
        assertThat(Money.of(-5, "EUR")).hasToString("-0.05 EUR");
        assertThat(Money.of(1999, "JPY")).hasToString("1999 JPY");
        assertThat(Money.of(1999, "KWD")).hasToString("1.999 KWD");
        assertThat(Money.of(1999, "CLF")).hasToString("0.1999 CLF");
    }

    @Test
    void aRateHasOneFormHoweverItIsWritten() {
        assertThat(Rate.ofPercent("19.00")).isEqualTo(Rate.ofPercent("19")).hasToString("19%");
        assertThat(Rate.ofPercent("100")).hasToString("100%");
        assertThat(Rate.ofPercent("0.0").isZero()).isTrue();
        for (String wrong : new String[] {"-1", "100.1", "1e1", "19,0", ".5", "0.0000001", ""}) {
            assertThatThrownBy(() -> Rate.ofPercent(wrong))
                    .as(wrong)
                    .isInstanceOf(PlatException.class)
                    .hasMessageContaining("money-invalid");
        }
    }

    @Test
    void halfAUnitGoesAwayFromZeroInBothDirections() {
        Rate half = Rate.ofPercent("50");

        assertThat(Rounding.TAX.part(Money.of(5, "EUR"), half).minor()).isEqualTo(3);
        assertThat(Rounding.TAX.part(Money.of(-5, "EUR"), half).minor()).isEqualTo(-3);
        assertThat(Rounding.DISCOUNT.part(Money.of(4, "EUR"), half).minor()).isEqualTo(2);
        assertThat(Rounding.TAX.contained(Money.of(11900, "EUR"), Rate.ofPercent("19")).minor())
                .isEqualTo(1900);
        assertThat(Rounding.PRORATION.share(Money.of(1000, "EUR"), 1, 3).minor()).isEqualTo(333);
        assertThat(Rounding.PRORATION.share(Money.of(1000, "EUR"), 2, 3).minor()).isEqualTo(667);
        assertThatIllegalArgumentException().isThrownBy(() -> Rounding.PRORATION.share(EURO, 4, 3));
    }
}
