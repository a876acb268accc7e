package dev.plat.checkout.cart;

import dev.plat.checkout.order.OrderLine;
import dev.plat.checkout.order.Terms;
import dev.plat.schemas.Id;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account has chosen.
 *
 * @param id becomes the order's key; another one after it was ordered
 * @param lines in the order of choosing
 * @param terms what they are subject to
 */
public record Cart(Id id, List<Line> lines, Terms terms) {

    public static final int LINES_MAX = 20;

    public Cart {
        lines = List.copyOf(lines);
    }

    /**
     * One thing.
     *
     * @param subject the name, or the plan; once in a cart
     * @param price of the catalogue
     * @param quantity for a name the years
     * @param site which a name shall lead to; null: none yet
     */
    public record Line(
            OrderLine.Kind kind, String subject, String price, int quantity, @Nullable Id site) {}
}
