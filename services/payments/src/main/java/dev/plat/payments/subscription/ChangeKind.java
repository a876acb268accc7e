package dev.plat.payments.subscription;

import dev.plat.payments.catalogue.Price;

/** When another price begins to count. */
public enum ChangeKind {
    /** Dearer: today, and what is left of the period is charged at the difference. */
    NOW,
    /** Cheaper: with the next period, and nothing goes back. */
    AT_END,
    /** Another interval: a new period begins today. */
    NEW_PERIOD;

    /** Of the change from one price to another of the same currency. */
    public static ChangeKind of(Price from, Price to) {
        if (from.interval() != to.interval()) {
            return NEW_PERIOD;
        }
        return to.amount().compareTo(from.amount()) > 0 ? NOW : AT_END;
    }
}
