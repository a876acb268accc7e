package dev.plat.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnedClockTest {

    private static final Instant START = Instant.parse("2026-11-22T17:00:00Z");

    @TempDir private Path folder;

    @Test
    void itIsAsLateAsTheFileSays() throws IOException {
        Path file = folder.resolve("clock");
        AtomicReference<Instant> real = new AtomicReference<>(START);
        TurnedClock clock = new TurnedClock(file, real::get);
        assertThat(clock.instant()).isEqualTo(START);

        Files.writeString(file, "P3D\n");
        real.set(START.plusSeconds(1));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(1).plus(Duration.ofDays(3)));

        Files.writeString(file, "P3");
        real.set(START.plusSeconds(2));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(2).plus(Duration.ofDays(3)));
    }
}
