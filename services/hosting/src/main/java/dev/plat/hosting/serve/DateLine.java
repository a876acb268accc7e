package dev.plat.hosting.serve;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The Date field (RFC 9110 §6.6.1), formatted once a second.
 *
 * <p>Threads: safe; two may format the same second.
 */
final class DateLine {

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private record Second(long second, String line) {}

    private final InstantSource clock;
    private volatile Second current = new Second(Long.MIN_VALUE, "");

    DateLine(InstantSource clock) {
        this.clock = clock;
    }

    String text() {
        long second = Math.floorDiv(clock.millis(), 1000);
        Second known = current;
        if (known.second == second) {
            return known.line;
        }
        String line = "Date: " + FORMAT.format(Instant.ofEpochSecond(second)) + "\r\n";
        current = new Second(second, line);
        return line;
    }
}
