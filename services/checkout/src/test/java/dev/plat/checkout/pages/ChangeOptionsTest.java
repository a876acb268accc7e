package dev.plat.checkout.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.checkout.call.Billing;
import dev.plat.checkout.call.Quotes;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeOptionsTest {

    private static final Quotes.Sum PRICE = new Quotes.Sum(1_900, "EUR");

    private static Billing.Subscription subscription(String state, Billing.Owed owed) {
        return new Billing.Subscription(
                "sub",
                "pro",
                "Pro",
                "pro-1",
                PRICE,
                "month",
                state,
                "2027-02-01",
                true,
                null,
                null,
                false,
                owed);
    }

    private static Quotes.Priced priced(String price) {
        return new Quotes.Priced(price, "plan", "Plan", "month", PRICE, true, Map.of());
    }

    private static Billing.Shown shown() {
        return new Billing.Shown(PRICE, PRICE, PRICE, "2027-01-10");
    }

    private static PlatException refused(ErrorCode code) {
        return new PlatException(code, "It cannot be done.", "value", "x");
    }

    private static final Billing.Subscription PAID =
            subscription("active", new Billing.Owed("inv", PRICE));

    /** A catalogue that was read a moment before its day was over. */
    @Test
    void onePriceThatIsGoneDoesNotTakeTheOthersWithIt() {
        List<ChangePage.Option> options =
                ChangeOptions.of(
                        PAID,
                        List.of(priced("pro-1"), priced("gone-1"), priced("big-1")),
                        price -> {
                            if (price.equals("gone-1")) {
                                throw refused(ErrorCode.PRICE_GONE);
                            }
                            return shown();
                        });

        assertThat(options).extracting(ChangePage.Option::price).containsExactly("big-1");
    }

    @Test
    void whatElseIsRefusedIsSaid() {
        assertThatThrownBy(() ->
                        ChangeOptions.of(
                                PAID,
                                List.of(priced("big-1")),
                                _ -> {
                                    throw refused(ErrorCode.ORDER_STATE);
                                }))
                .hasMessageContaining("order-state");
    }

    @Test
    void theButtonSaysWhatEndingDoes() {
        Billing.Subscription owed = subscription("past-due", new Billing.Owed("inv", PRICE));

        assertThat(BillingWords.subscription(PAID, false).end())
                .isEqualTo("End it with what is paid");
        assertThat(BillingWords.subscription(owed, false).end())
                .isEqualTo("End it now and owe nothing");
    }
}
