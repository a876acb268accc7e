package dev.plat.payments.provider;

import dev.plat.payments.money.Money;
import dev.plat.schemas.Currency;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Map;

/** The least that a provider charges in a currency: below that it refuses the call. */
@FunctionalInterface
public interface Least {

    /**
     * What card providers publish, in the smallest unit, where it is more than {@link #USUAL}.
     * Source: https://docs.stripe.com/currencies, minimum charge amounts.
     */
    Map<String, Long> PUBLISHED =
            Map.ofEntries(
                    Map.entry("AED", 200L),
                    Map.entry("BGN", 100L),
                    Map.entry("CZK", 1_500L),
                    Map.entry("DKK", 250L),
                    Map.entry("HKD", 400L),
                    Map.entry("HUF", 17_500L),
                    Map.entry("MXN", 1_000L),
                    Map.entry("MYR", 200L),
                    Map.entry("NOK", 300L),
                    Map.entry("PLN", 200L),
                    Map.entry("RON", 200L),
                    Map.entry("SEK", 300L),
                    Map.entry("THB", 1_000L));

    /** In all others; one that takes less is not asked for less. */
    long USUAL = 50;

    /** As card providers publish it. */
    Least CARDS = currency -> new Money(PUBLISHED.getOrDefault(currency.code(), USUAL), currency);

    Money of(Currency currency);

    /**
     * Says that an amount can be charged.
     *
     * @throws PlatException {@code amount-too-small} with the least
     */
    default void check(Money amount) {
        Money least = of(amount.currency());
        if (amount.compareTo(least) < 0) {
            throw new PlatException(
                    ErrorCode.AMOUNT_TOO_SMALL,
                    "This is less than a card can be charged.",
                    "value",
                    amount.toString(),
                    "expected",
                    least + " or more");
        }
    }
}
