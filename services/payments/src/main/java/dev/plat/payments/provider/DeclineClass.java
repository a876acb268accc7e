package dev.plat.payments.provider;

import java.util.Locale;

/** What a refusal of the buyer's bank means for another try. The text stands in the database. */
public enum DeclineClass {
    /** The same card may do later. */
    SOFT,
    /** This card never will. */
    HARD,
    /** The buyer has to confirm. */
    ACTION;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DeclineClass of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
