package dev.plat.payments.payment;

import java.util.Locale;

/** What shall become of an attempt, beyond waiting for the buyer. */
public enum Wish {
    NONE,
    /** The held money is to be taken. */
    CAPTURE,
    /** The page is to be closed, for another try; what was paid there by then counts. */
    EXPIRE,
    /** Nothing is wanted any more, neither page nor held money. */
    CANCEL;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Wish of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
