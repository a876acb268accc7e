package dev.plat.payments.refund;

import java.util.Locale;

/** Where a refund stands. The text stands in the database and never changes. */
public enum RefundState {
    /** Nothing was sent yet. */
    CREATED,
    /** It was sent, and what became of it is to be asked. */
    UNKNOWN,
    /** The provider has taken it on, and says later. */
    PENDING,
    /** Out of what the provider holds for us. */
    DONE,
    /** The provider would not, or it came back; the buyer is still owed it. */
    FAILED,
    /** A person must look. */
    REVIEW;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static RefundState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
