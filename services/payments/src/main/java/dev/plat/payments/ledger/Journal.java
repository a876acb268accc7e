package dev.plat.payments.ledger;

import dev.plat.schemas.Currency;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A fact to be booked.
 *
 * @param key of all posts with this key in a bucket one counts, for ever; 1 to 200 characters
 * @param occurred when, in business time; to the microsecond
 * @param reverses the number of the journal in the same bucket that this one undoes
 * @param lines 2 to {@value #LINES_MAX}, which sum to zero in each currency
 */
public record Journal(
        String key, JournalKind kind, Instant occurred, OptionalLong reverses, List<Line> lines) {

    public static final int LINES_MAX = 1000;
    private static final int KEY_MAX = 200;

    /**
     * @throws IllegalArgumentException for lines that do not balance: no caller means that
     */
    public Journal {
        occurred = occurred.truncatedTo(ChronoUnit.MICROS);
        lines = List.copyOf(lines);
        if (key.isEmpty() || key.codePointCount(0, key.length()) > KEY_MAX) {
            throw new IllegalArgumentException("a key of 1 to " + KEY_MAX + " characters: " + key);
        }
        if (lines.size() < 2 || lines.size() > LINES_MAX) {
            throw new IllegalArgumentException(key + " has " + lines.size() + " lines");
        }
        Map<Currency, Long> sums = new HashMap<>();
        lines.forEach(line ->
                sums.merge(line.amount().currency(), line.amount().minor(), Math::addExact));
        if (sums.values().stream().anyMatch(sum -> sum != 0)) {
            throw new IllegalArgumentException(key + " does not balance: " + lines);
        }
    }

    public Journal(String key, JournalKind kind, Instant occurred, Line... lines) {
        this(key, kind, occurred, OptionalLong.empty(), List.of(lines));
    }
}
