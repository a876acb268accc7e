package dev.plat.payments.period;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Calendar days one after the other, possibly none.
 *
 * @param first the first of them
 * @param until the first after them; not before {@code first}
 */
public record Days(LocalDate first, LocalDate until) {

    public Days {
        if (until.isBefore(first)) {
            throw new IllegalArgumentException("no days: " + first + " to " + until);
        }
    }

    public int length() {
        return Math.toIntExact(ChronoUnit.DAYS.between(first, until));
    }

    public boolean isEmpty() {
        return first.equals(until);
    }

    public boolean contains(LocalDate day) {
        return !day.isBefore(first) && day.isBefore(until);
    }

    public Days before(LocalDate day) {
        return new Days(first, clamped(day));
    }

    public Days from(LocalDate day) {
        return new Days(clamped(day), until);
    }

    private LocalDate clamped(LocalDate day) {
        if (day.isBefore(first)) {
            return first;
        }
        return day.isAfter(until) ? until : day;
    }

    /** {@code 2027-01-31/2027-02-28}: the second is not one of them. */
    @Override
    public String toString() {
        return first + "/" + until;
    }
}
