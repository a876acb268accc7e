package dev.plat.router.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.testkit.Waits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoppingPointsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicInteger kills = new AtomicInteger();

    @TempDir private Path gates = Path.of("");

    /** Ends where its points say. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> System.out.println("shut down in order")));
            ControlPoints points = StoppingPoints.ofProperties();
            for (int i = 0; i < 5; i++) {
                points.reach("grant.after");
            }
            System.out.println("lived on");
        }
    }

    @Test
    void whatIsNotNamedIsPassed() {
        points("kill:grant.after, throw:map.before").reach("grant.before");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(kills).hasValue(0);
    }

    @Test
    void aCountChoosesOneArrival() {
        StoppingPoints points = points("kill:grant.after#3");

        points.reach("grant.after");
        points.reach("grant.after");
        assertThat(kills).hasValue(0);
        points.reach("grant.after");
        points.reach("grant.after");

        assertThat(kills).hasValue(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("plat-control grant.after kill" + System.lineSeparator());
    }

    @Test
    void aThrowEndsTheStep() {
        StoppingPoints points = points("throw:tx.commit-sent#1");

        assertThatThrownBy(() -> points.reach("tx.commit-sent"))
                .isInstanceOf(StoppingPoints.Stopped.class)
                .hasMessageContaining("tx.commit-sent");
        points.reach("tx.commit-sent");
    }

    @Test
    void aStarNotesAll() {
        StoppingPoints points = points("note:*,delay:b.c:1ms");

        points.reach("a");
        points.reach("b.c");

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "plat-control a note", "plat-control b.c note", "plat-control b.c delay");
    }

    @Test
    void aPauseEndsWhenItsGateIsRemoved() throws Exception {
        Path folder = gates.resolve("new");
        StoppingPoints points =
                new StoppingPoints(
                        "pause:freeze.committed#2",
                        folder,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        kills::incrementAndGet);
        points.reach("freeze.committed");
        Thread thread = Thread.startVirtualThread(() -> points.reach("freeze.committed"));
        Waits.until("the gate", () -> !list(folder).isEmpty());
        Path gate = list(folder).getFirst();
        assertThat(gate.getFileName().toString()).matches("freeze\\.committed\\.\\d+\\.2");
        Waits.until(
                "the line",
                () ->
                        out.toString(StandardCharsets.UTF_8)
                                .contains("plat-control freeze.committed pause " + gate));
        assertThat(thread.isAlive()).isTrue();

        Files.delete(gate);

        assertThat(thread.join(Waits.scaled(Duration.ofSeconds(10)))).isTrue();
    }

    @Test
    void aKilledProcessEndsLikeByAPowerCut() throws Exception {
        Process victim =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-Dplat.control=kill:grant.after#3",
                                Victim.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try {
            String said =
                    new String(victim.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(victim.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(victim.exitValue()).isEqualTo(137);
            assertThat(said.strip()).isEqualTo("plat-control grant.after kill");
        } finally {
            victim.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kill",
                "kill:",
                "murder:grant.after",
                "kill:grant.after#x",
                "delay:lag.ok",
                "kill:grant.after:50ms",
                "kill:a,,kill:b"
            })
    void whatIsNoRuleIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> points(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one is kill:grant.after");
    }

    private StoppingPoints points(String text) {
        return new StoppingPoints(
                text,
                gates,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                kills::incrementAndGet);
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
