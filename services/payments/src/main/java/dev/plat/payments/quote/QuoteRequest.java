package dev.plat.payments.quote;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.List;
import java.util.Optional;

/**
 * What somebody would like to buy.
 *
 * @param items 1 to {@value #ITEMS_MAX}, in the order in which they are shown
 * @param jurisdiction where the buyer is taxed; empty when no tax is collected
 */
public record QuoteRequest(
        List<Item> items, Optional<Discount> discount, Optional<String> jurisdiction) {

    public static final int ITEMS_MAX = 20;
    public static final int QUANTITY_MAX = 100;

    /**
     * @throws PlatException {@link ErrorCode#CART_LIMIT} for none and for too many
     */
    public QuoteRequest {
        items = List.copyOf(items);
        limit("items", items.size(), ITEMS_MAX);
    }

    /**
     * One price, so many times.
     *
     * @param quantity 1 to {@value QuoteRequest#QUANTITY_MAX}
     */
    public record Item(String price, int quantity) {

        /**
         * @throws PlatException {@link ErrorCode#CART_LIMIT}
         */
        public Item {
            limit("quantity", quantity, QUANTITY_MAX);
        }
    }

    private static void limit(String field, int found, int most) {
        if (found < 1 || found > most) {
            throw new PlatException(
                    ErrorCode.CART_LIMIT,
                    "A cart does not hold this many.",
                    "field",
                    field,
                    "value",
                    found,
                    "expected",
                    "1 to " + most);
        }
    }
}
