package dev.plat.payments.outgoing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is told of. The text stands in the database and in accounts' programs; it never changes. */
public enum EventType {
    /** Money of a payment was taken. */
    PAYMENT_CAPTURED,
    /** Money of a payment went back. */
    PAYMENT_REFUNDED,
    INVOICE_CREATED,
    CREDIT_NOTE_CREATED,
    SUBSCRIPTION_STARTED,
    /** It is active again, or has another plan. */
    SUBSCRIPTION_UPDATED,
    SUBSCRIPTION_PAST_DUE,
    SUBSCRIPTION_SUSPENDED,
    SUBSCRIPTION_CANCELLED,
    /** What the account may do. */
    ENTITLEMENT_CHANGED;

    /** {@code payment.captured}: what it happened to, a full stop, and what happened. */
    public String text() {
        String name = name().toLowerCase(Locale.ROOT);
        int split = name.startsWith("credit_note_") ? "credit_note".length() : name.indexOf('_');
        return name.substring(0, split) + "." + name.substring(split + 1);
    }

    /** Empty for a text that is none's. */
    public static Optional<EventType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text().equals(text)).findFirst();
    }
}
