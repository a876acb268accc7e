package dev.plat.checkout.order;

import dev.plat.schemas.Id;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is bought.
 *
 * @param number from 1, in the order in which they are shown
 * @param kind what it is
 * @param subject the plan, or the domain name
 * @param price by which payments has reckoned it
 * @param quantity how often; for a name the years
 * @param site which a name shall lead to; null: none yet
 * @param total with discount and tax
 * @param within what of it is what
 */
public record OrderLine(
        int number,
        Kind kind,
        String subject,
        String price,
        int quantity,
        @Nullable Id site,
        Amount total,
        Within within) {

    /**
     * What a total has in it, in its own unit.
     *
     * @param discount what was taken off before
     * @param tax within it
     * @param jurisdiction to which the tax goes; empty: none is collected
     * @param percent of tax; empty with it
     */
    public record Within(long discount, long tax, String jurisdiction, String percent) {

        public static final Within NOTHING = new Within(0, 0, "", "");
    }

    /** Without discount and tax. */
    public OrderLine(
            int number,
            Kind kind,
            String subject,
            String price,
            int quantity,
            @Nullable Id site,
            Amount total) {
        this(number, kind, subject, price, quantity, site, total, Within.NOTHING);
    }

    /** The text stands in the database and never changes. */
    public enum Kind {
        PLAN,
        NAME;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
