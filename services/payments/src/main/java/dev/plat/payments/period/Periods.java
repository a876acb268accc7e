package dev.plat.payments.period;

import dev.plat.payments.catalogue.Interval;
import java.time.LocalDate;

/**
 * Periods one after the other: number n begins n intervals after the anchor, clamped to its month's
 * end. Reckoned from the anchor and never from the period before, so that what began on the 31st
 * comes back to the 31st after a short month. Days are calendar days of one zone, so clocks that
 * are put back or forward do not matter.
 */
public record Periods(LocalDate anchor, Interval every) {

    /** Where period n begins; n from 0. */
    public LocalDate start(int n) {
        return switch (every) {
            case MONTH -> anchor.plusMonths(n);
            case YEAR -> anchor.plusYears(n);
        };
    }

    public Days period(int n) {
        return new Days(start(n), start(n + 1));
    }
}
