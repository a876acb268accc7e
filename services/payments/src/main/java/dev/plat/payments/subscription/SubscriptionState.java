package dev.plat.payments.subscription;

import java.util.Locale;

/** Where a subscription stands. The text stands in the database and never changes. */
public enum SubscriptionState {
    /** The days up to now are paid. */
    ACTIVE,
    /** A renewal was declined; it is tried again, and nothing else changes. */
    PAST_DUE,
    /** It was declined for three weeks: what is published stays, nothing can be changed. */
    SUSPENDED,
    /** The end. */
    CANCELLED;

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static SubscriptionState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
