package dev.plat.chassis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;

/**
 * The time as it would be so much later: a file says how much, such as {@code PT6H}, and may say
 * more at any time. For tests, in which weeks pass.
 *
 * <p>Threads: safe.
 */
final class TurnedClock implements InstantSource {

    private static final Duration LOOK = Duration.ofMillis(50);

    private final Path file;
    private final InstantSource real;
    private volatile Seen seen;

    /** What stood in the file when it was looked at last. */
    private record Seen(Instant at, Duration ahead) {}

    TurnedClock(Path file, InstantSource real) {
        this.file = file;
        this.real = real;
        this.seen = new Seen(real.instant(), read(Duration.ZERO));
    }

    @Override
    public Instant instant() {
        Instant now = real.instant();
        Seen known = seen;
        if (now.isAfter(known.at().plus(LOOK))) {
            known = new Seen(now, read(known.ahead()));
            seen = known;
        }
        return now.plus(known.ahead());
    }

    /** What is just being written counts the next time. */
    private Duration read(Duration before) {
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() ? before : Duration.parse(text);
        } catch (NoSuchFileException | DateTimeParseException e) {
            return before;
        } catch (IOException e) {
            throw new IllegalStateException("the clock's file cannot be read", e);
        }
    }
}
