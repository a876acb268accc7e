package dev.plat.payments.coupon;

import dev.plat.payments.catalogue.Price;
import dev.plat.payments.quote.Discount;
import java.util.List;
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

    /** Why it cannot be used to buy by these prices; empty when it can. */
    public Optional<Refusal> refusal(List<Price> prices) {
        List<Price> meant = prices.stream().filter(it -> discount.isFor(it.plan())).toList();
        if (meant.isEmpty()) {
            return Optional.of(Refusal.WRONG_PLAN);
        }
        boolean same =
                switch (discount) {
                    case Discount.Percent _ -> true;
                    case Discount.Amount amount ->
                            meant.stream()
                                    .allMatch(it ->
                                            it.amount().currency() == amount.money().currency());
                };
        return same ? Optional.empty() : Optional.of(Refusal.WRONG_CURRENCY);
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
