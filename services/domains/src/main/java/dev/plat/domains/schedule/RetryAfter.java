package dev.plat.domains.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The header of RFC 9110 §10.2.3: seconds, or a date. What is neither is as good as no header; a
 * date that has passed is no wait; nobody is believed for more than {@link #MOST}.
 */
public final class RetryAfter {

    /** The longest limit of a CA that we know refills within a week. */
    static final Duration MOST = Duration.ofDays(7);

    private static final int DIGITS_MAX = 9;

    private RetryAfter() {}

    /** How long from {@code now}. */
    public static Optional<Duration> parse(String header, Instant now) {
        String text = header.strip();
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(
                    text.length() > DIGITS_MAX
                            ? MOST
                            : bounded(Duration.ofSeconds(Long.parseLong(text))));
        }
        try {
            Instant date =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Optional.of(bounded(Duration.between(now, date)));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MOST) > 0 ? MOST : wait;
    }
}
