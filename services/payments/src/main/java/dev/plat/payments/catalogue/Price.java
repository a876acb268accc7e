package dev.plat.payments.catalogue;

import dev.plat.payments.money.Money;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What a plan costs for an interval in a currency.
 *
 * @param id stable for ever, {@code pro-month-eur-1}; another amount is another price
 * @param amount for one interval, above zero
 * @param taxIncluded whether the amount is what the buyer pays, or tax is added to it
 * @param from the first day it is sold
 * @param until the first day it is not sold any more
 */
public record Price(
        String id,
        String plan,
        Interval interval,
        Money amount,
        boolean taxIncluded,
        LocalDate from,
        Optional<LocalDate> until) {

    boolean isSold(LocalDate on) {
        return !on.isBefore(from) && until.map(on::isBefore).orElse(true);
    }

    /** Whether the two compete for one buyer on some day. */
    boolean overlaps(Price other) {
        return plan.equals(other.plan)
                && interval == other.interval
                && amount.currency() == other.amount.currency()
                && until.map(other.from::isBefore).orElse(true)
                && other.until.map(from::isBefore).orElse(true);
    }

    Price withUntil(Optional<LocalDate> other) {
        return new Price(id, plan, interval, amount, taxIncluded, from, other);
    }
}
