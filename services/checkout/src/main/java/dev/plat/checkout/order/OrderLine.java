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
 */
public record OrderLine(
        int number,
        Kind kind,
        String subject,
        String price,
        int quantity,
        @Nullable Id site,
        Amount total) {

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
