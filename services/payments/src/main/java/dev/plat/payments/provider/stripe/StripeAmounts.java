package dev.plat.payments.provider.stripe;

import dev.plat.payments.money.Money;
import dev.plat.schemas.Currency;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Amounts as Stripe says them. What it cannot say is refused; nothing is rounded. Source: Stripe's
 * page "Supported currencies", on zero-decimal, three-decimal and special currencies.
 */
final class StripeAmounts {

    /** Without decimals at Stripe. */
    private static final Set<String> WHOLE =
            Set.of(
                    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND",
                    "VUV", "XAF", "XOF", "XPF");

    /** Without decimals, and yet sent as if they had two, which must be zero. */
    private static final Set<String> TIMES_HUNDRED = Set.of("ISK", "UGX");

    /** Three decimals, of which the last must be zero. */
    private static final Set<String> THREE = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    private StripeAmounts() {}

    /**
     * @throws PlatException {@code money-invalid} for what Stripe cannot say
     */
    static long sent(Money money) {
        int from = money.currency().exponent();
        int to = decimals(money.currency());
        long scaled = money.minor();
        for (int i = from; i < to; i++) {
            scaled = Math.multiplyExact(scaled, 10L);
        }
        for (int i = to; i < from; i++) {
            if (scaled % 10 != 0) {
                throw refused(money, "a whole amount");
            }
            scaled /= 10;
        }
        if (THREE.contains(money.currency().code()) && scaled % 10 != 0) {
            throw refused(money, "an amount whose third decimal is 0");
        }
        return scaled;
    }

    /** What Stripe has said; empty when it is no amount that we could have sent. */
    static Optional<Money> told(long amount, String currency) {
        try {
            Currency known = Currency.of(currency.toUpperCase(Locale.ROOT));
            long scaled = amount;
            for (int i = decimals(known); i < known.exponent(); i++) {
                scaled = Math.multiplyExact(scaled, 10L);
            }
            for (int i = known.exponent(); i < decimals(known); i++) {
                if (scaled % 10 != 0) {
                    return Optional.empty();
                }
                scaled /= 10;
            }
            return Optional.of(new Money(scaled, known));
        } catch (PlatException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static int decimals(Currency currency) {
        String code = currency.code();
        if (WHOLE.contains(code)) {
            return 0;
        }
        if (THREE.contains(code)) {
            return 3;
        }
        if (TIMES_HUNDRED.contains(code) || currency.exponent() == 2) {
            return 2;
        }
        throw new PlatException(
                ErrorCode.MONEY_INVALID,
                "The payment provider does not take this currency.",
                "value",
                code,
                "expected",
                "a currency that Stripe takes");
    }

    private static PlatException refused(Money money, String expected) {
        return new PlatException(
                ErrorCode.MONEY_INVALID,
                "The payment provider cannot say this amount.",
                "value",
                money.toString(),
                "expected",
                expected);
    }
}
