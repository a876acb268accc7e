package dev.plat.checkout.api;

import dev.plat.chassis.money.Sum;
import dev.plat.checkout.OrderWords;
import dev.plat.checkout.order.Order;
import dev.plat.checkout.order.OrderLine;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A purchase as its buyer sees it.
 *
 * @param state {@code draft reserved awaiting-payment provisioning refund-due fulfilled refunded
 *     expired cancelled parked}
 * @param sentence the same in words
 * @param coupon that is held for it or used; null: none
 * @param page where it can be paid; null when it cannot just now
 */
@Serdeable
record OrderAnswer(
        String order,
        String state,
        String sentence,
        List<Line> lines,
        Sum total,
        @Nullable String coupon,
        @Nullable String page,
        String placed,
        String expires) {

    /**
     * What is bought.
     *
     * @param discount what a coupon took off
     * @param tax within the total
     * @param jurisdiction to which it goes; empty: none is collected
     * @param percent of tax; empty with it
     */
    @Serdeable
    record Line(
            String kind,
            String subject,
            int quantity,
            Sum total,
            long discount,
            long tax,
            String jurisdiction,
            String percent) {}

    @Serdeable
    record All(List<OrderAnswer> orders) {}

    /**
     * A name that is wanted, or a plan.
     *
     * @param price of the catalogue, for names of this ending or of the plan
     * @param name null for a plan
     * @param years 1 to 10; null is 1
     * @param site which it shall lead to; null: none yet
     */
    @Serdeable
    record Item(
            String price, @Nullable String name, @Nullable Integer years, @Nullable String site) {}

    /**
     * A purchase.
     *
     * @param key the buyer's own, for repeats
     * @param total what the buyer was shown: nobody pays a sum they did not see
     * @param coupon that is to be used; null: none
     * @param country where the buyer lives, ISO 3166; null: not asked, and no tax is collected
     * @param taxId by which a business is known there; null: none
     */
    @Serdeable
    record New(
            String key,
            List<Item> items,
            Sum total,
            @Nullable String coupon,
            @Nullable String country,
            @Nullable String taxId) {}

    static OrderAnswer of(Order order) {
        return new OrderAnswer(
                order.id().toString(),
                order.state().text(),
                OrderWords.sentence(order),
                order.lines().stream().map(OrderAnswer::line).toList(),
                new Sum(order.total().minor(), order.total().currency()),
                order.terms().coupon(),
                order.page().orElse(null),
                order.placed().toString(),
                order.expires().toString());
    }

    private static Line line(OrderLine line) {
        return new Line(
                line.kind().text(),
                line.subject(),
                line.quantity(),
                new Sum(line.total().minor(), line.total().currency()),
                line.within().discount(),
                line.within().tax(),
                line.within().jurisdiction(),
                line.within().percent());
    }
}
