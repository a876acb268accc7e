package dev.plat.payments.reconcile;

import java.util.Locale;

/** What a movement is to us. The text stands in the database and never changes. */
public enum Verdict {
    /** Not judged yet. */
    NEW,
    /** Ours says the same, or there is only one thing it can be. */
    MATCHED,
    /** Ours does not have it yet; it is fetched, again and again. */
    MISSING_OURS,
    /** Ours says another sum, or that there is none; the rest lies in suspense. */
    AMOUNT_DIFF,
    /** Taken although it was taken before; it goes back. */
    DUPLICATE,
    /** It names nothing of ours; all of it lies in suspense. */
    SUSPENSE;

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Verdict of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
