package dev.plat.chassis.money;

import dev.plat.schemas.Currency;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.exceptions.SerdeException;
import org.jspecify.annotations.Nullable;

/**
 * Takes digits alone for an amount. A JSON library reads 12.5 as 12 and "1250" as 1250, which turns
 * a mistake into another sum.
 */
final class Amounts {

    private static final String EXPECTED =
            "a whole number of the smallest unit, 0 to " + Currency.PAYMENT_MAX;
    private static final int SHOWN_MAX = 40;

    private Amounts() {}

    static Sum sum(JsonNode node) throws SerdeException {
        if (!node.isObject()) {
            throw refused("", node, "an object with amount and currency");
        }
        return new Sum(amount("/amount", node.get("amount")), currency(node.get("currency")));
    }

    /**
     * @param pointer of the node, below the place where it is read
     */
    static long amount(String pointer, @Nullable JsonNode node) throws SerdeException {
        if (node != null
                && node.isNumber()
                && (node.getNumberValue() instanceof Integer
                        || node.getNumberValue() instanceof Long)) {
            long amount = node.getNumberValue().longValue();
            if (amount >= 0 && amount <= Currency.PAYMENT_MAX) {
                return amount;
            }
        }
        throw refused(pointer, node, EXPECTED);
    }

    private static String currency(@Nullable JsonNode node) throws SerdeException {
        if (node != null && node.isString() && Currency.all().containsKey(node.getStringValue())) {
            return node.getStringValue();
        }
        throw refused("/currency", node, Currency.EXPECTED);
    }

    /** As the JSON library wants failures, which then gathers the place on its way out. */
    private static SerdeException refused(
            String pointer, @Nullable JsonNode found, String expected) {
        return new SerdeException(
                ErrorCode.MONEY_INVALID.text(),
                new PlatException(
                        ErrorCode.MONEY_INVALID,
                        "This is no amount of money.",
                        "pointer",
                        pointer,
                        "value",
                        shown(found),
                        "expected",
                        expected));
    }

    private static String shown(@Nullable JsonNode found) {
        if (found == null) {
            return "nothing";
        }
        if (found.isObject() || found.isArray()) {
            return found.isArray() ? "a list" : "an object";
        }
        if (found.isNull()) {
            return "null";
        }
        String text = String.valueOf(found.getValue());
        return text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
    }
}
