package dev.plat.payments.dunning;

import java.util.Locale;

/** What is due on a day of an unpaid renewal. The text stands in the database. */
public enum DunningStep {
    /** The card is asked again. */
    RETRY,
    /** The owner is told. */
    NOTICE,
    /** Published sites stay; nothing is edited, uploaded or published. */
    HOLD,
    /** The end of the subscription. */
    CANCEL;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DunningStep of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
