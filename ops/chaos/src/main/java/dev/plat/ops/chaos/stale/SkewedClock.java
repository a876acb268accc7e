package dev.plat.ops.chaos.stale;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A library that shows a process a wrong wall clock, compiled when it is needed first.
 *
 * @param library a shared object
 */
record SkewedClock(Path library) {

    /**
     * Compiles it.
     *
     * @throws PlatException {@code config-invalid} without a C compiler
     */
    static SkewedClock compile(Path folder) {
        Path source = folder.resolve("skewed_clock.c");
        Path library = folder.resolve("skewed_clock.so").toAbsolutePath();
        try (InputStream in =
                Objects.requireNonNull(
                        SkewedClock.class.getResourceAsStream("skewed_clock.c"),
                        "on the class path")) {
            Files.createDirectories(folder);
            Files.write(source, in.readAllBytes());
            Process compiler =
                    new ProcessBuilder(
                                    "cc",
                                    "-shared",
                                    "-fPIC",
                                    "-O2",
                                    "-o",
                                    library.toString(),
                                    source.toString(),
                                    "-ldl")
                            .inheritIO()
                            .start();
            if (compiler.waitFor() != 0) {
                throw new IllegalStateException("cc could not compile " + source);
            }
            return new SkewedClock(library);
        } catch (IOException e) {
            throw new PlatException(
                            ErrorCode.CONFIG_INVALID,
                            "There is no C compiler to make wrong clocks with.",
                            "expected",
                            "apt-get install gcc libc6-dev, or --true-clocks")
                    .causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    /** What a command line begins with whose clock is to be wrong. */
    List<String> by(Duration skew) {
        return List.of(
                "env", "LD_PRELOAD=" + library, "PLAT_CLOCK_SKEW_SECONDS=" + skew.toSeconds());
    }
}
