package dev.plat.payments.subscription;

import dev.plat.payments.catalogue.Interval;
import java.math.BigInteger;
import java.time.LocalDate;

/**
 * The same reckoned slowly: day by day, in fractions, with a calendar of its own. It shares no line
 * with what it is held against.
 */
final class SlowBilling {

    private static final int[] LENGTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private SlowBilling() {}

    /** A fraction above or at zero. */
    record Part(BigInteger over, BigInteger under) {

        static final Part ZERO = of(0, 1);

        static Part of(long over, long under) {
            return new Part(BigInteger.valueOf(over), BigInteger.valueOf(under));
        }

        Part plus(Part other) {
            return new Part(
                    over.multiply(other.under).add(other.over.multiply(under)),
                    under.multiply(other.under));
        }

        Part times(Part other) {
            return new Part(over.multiply(other.over), under.multiply(other.under));
        }

        /** Half goes up. */
        long rounded() {
            BigInteger two = BigInteger.TWO;
            return over.multiply(two).add(under).divide(under.multiply(two)).longValueExact();
        }
    }

    private static boolean leap(int year) {
        return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
    }

    private static int length(int year, int month) {
        return month == 2 && leap(year) ? 29 : LENGTHS[month - 1];
    }

    /** Where period n begins, month by month. */
    static LocalDate start(LocalDate anchor, Interval every, int n) {
        int months =
                switch (every) {
                    case MONTH -> n;
                    case YEAR -> 12 * n;
                };
        int year = anchor.getYear();
        int month = anchor.getMonthValue();
        for (int i = 0; i < months; i++) {
            month++;
            if (month == 13) {
                month = 1;
                year++;
            }
        }
        return LocalDate.of(year, month, Math.min(anchor.getDayOfMonth(), length(year, month)));
    }

    /** By counting. */
    static int days(LocalDate first, LocalDate until) {
        int days = 0;
        for (LocalDate day = first; day.isBefore(until); day = after(day)) {
            days++;
        }
        return days;
    }

    static LocalDate after(LocalDate day) {
        if (day.getDayOfMonth() < length(day.getYear(), day.getMonthValue())) {
            return LocalDate.of(day.getYear(), day.getMonthValue(), day.getDayOfMonth() + 1);
        }
        return day.getMonthValue() == 12
                ? LocalDate.of(day.getYear() + 1, 1, 1)
                : LocalDate.of(day.getYear(), day.getMonthValue() + 1, 1);
    }

    /** An amount, day by day: the days' part of what the whole costs. */
    static long share(long amount, LocalDate first, LocalDate until, int whole) {
        // Every day is the same fraction, so its denominator does not grow with them.
        BigInteger over = BigInteger.ZERO;
        for (LocalDate day = first; day.isBefore(until); day = after(day)) {
            over = over.add(BigInteger.valueOf(amount));
        }
        return new Part(over, BigInteger.valueOf(whole)).rounded();
    }

    /** Percent with three decimals at most. */
    static long percent(long amount, String percent) {
        return Part.of(amount, 1).times(fraction(percent)).rounded();
    }

    /** What of an amount is the tax that was added to the rest. */
    static long contained(long amount, String percent) {
        Part rate = fraction(percent);
        Part whole = Part.of(1, 1).plus(rate);
        return new Part(
                        rate.over().multiply(whole.under()).multiply(BigInteger.valueOf(amount)),
                        rate.under().multiply(whole.over()))
                .rounded();
    }

    private static Part fraction(String percent) {
        String[] parts = percent.split("\\.", -1);
        String decimals = parts.length == 1 ? "" : parts[1];
        long under = 100;
        for (int i = 0; i < decimals.length(); i++) {
            under *= 10;
        }
        return Part.of(Long.parseLong(parts[0] + decimals), under);
    }
}
