package dev.plat.payments.coupon;

import dev.plat.payments.quote.Discount;
import java.util.Optional;

/**
 * What is taken off the periods of a subscription.
 *
 * @param code by which it is known
 * @param periods of {@link Lasting#PERIODS}: how many, from 1; of the others 1
 */
public record Coupon(String code, Discount discount, Lasting lasting, int periods) {

    /** The text stands in the database and never changes. */
    public enum Lasting {
        ONCE,
        PERIODS,
        FOREVER
    }

    public Coupon {
        if (periods < 1 || (lasting != Lasting.PERIODS && periods != 1)) {
            throw new IllegalArgumentException(lasting + " for " + periods + " periods");
        }
    }

    /**
     * What it takes off a period.
     *
     * @param billed how many periods were billed with it before, from 0
     */
    public Optional<Discount> at(int billed) {
        boolean holds =
                switch (lasting) {
                    case ONCE -> billed == 0;
                    case PERIODS -> billed < periods;
                    case FOREVER -> true;
                };
        return holds ? Optional.of(discount) : Optional.empty();
    }
}
