package dev.plat.router.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Control points whose rules stand in a file and may change while the process runs, so that one
 * process serves many cases. Arrivals are counted from the last change.
 *
 * <p>Threads: safe.
 */
final class StoppingRules implements ControlPoints {

    private record Armed(String text, ControlPoints points) {}

    private final Path file;
    private final Path gates;
    private final AtomicReference<Armed> armed = new AtomicReference<>(new Armed("", NONE));

    StoppingRules(Path file, Path gates) {
        this.file = file;
        this.gates = gates;
    }

    @Override
    public void reach(String point) {
        String text = text();
        Armed now =
                armed.updateAndGet(before ->
                        before.text.equals(text)
                                ? before
                                : new Armed(
                                        text,
                                        text.isEmpty() ? NONE : StoppingPoints.of(text, gates)));
        now.points.reach(point);
    }

    private String text() {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
