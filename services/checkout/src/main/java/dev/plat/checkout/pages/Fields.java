package dev.plat.checkout.pages;

import dev.plat.checkout.order.Amount;
import dev.plat.schemas.Currency;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;

/** What forms send, which may be anything. */
final class Fields {

    private Fields() {}

    /**
     * A whole number.
     *
     * @throws PlatException {@code field-invalid}
     */
    static int whole(String text, String field, int least, int most) {
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw PlatException.invalidField(field, text, least + " to " + most);
    }

    /**
     * A sum that was shown.
     *
     * @throws PlatException {@code money-invalid}
     */
    static Amount sum(String minor, String currency) {
        if (!minor.matches("\\d{1,8}")) {
            throw notMoney("total", minor, "0 to " + Currency.PAYMENT_MAX);
        }
        if (!Currency.all().containsKey(currency)) {
            throw notMoney("currency", currency, Currency.EXPECTED);
        }
        return new Amount(Long.parseLong(minor), currency);
    }

    private static PlatException notMoney(String field, String value, String expected) {
        return new PlatException(
                ErrorCode.MONEY_INVALID,
                "This is no amount of money.",
                "field",
                field,
                "value",
                value,
                "expected",
                expected);
    }
}
