package dev.plat.checkout.order;

import java.util.Locale;

/**
 * One thing that is bought.
 *
 * @param number from 1, in the order in which they are shown
 * @param kind what it is
 * @param subject the plan's price, or the domain name
 * @param total with discount and tax
 */
public record OrderLine(int number, Kind kind, String subject, Amount total) {

    /** The text stands in the database and never changes. */
    public enum Kind {
        PLAN,
        NAME;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
