package dev.plat.resources.engine;

import static dev.plat.resources.engine.DiskEngineRestartTest.put;
import static dev.plat.resources.engine.DiskEngineRestartTest.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.resources.blob.Locator;
import dev.plat.resources.testkit.Samples;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a real file system of 48 MiB, mounted for the test; needs the right to mount. */
class FullDiskIT {

    private static final long RESERVE = 8L << 20;

    @TempDir Path disk;

    @BeforeEach
    void mount() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", disk.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    void aFullDiskSaysSoBeforeTheFirstByteKeepsWhatItTookAndGoesOnOnceThereIsRoom()
            throws IOException {
        EngineSettings settings = Disks.settings(disk.resolve("node")).withReserve(RESERVE);
        Map<Locator, byte[]> kept = new LinkedHashMap<>();
        List<Locator> large = new ArrayList<>();
        try (DiskEngine engine = DiskEngine.open(settings)) {
            fill(engine, kept, large);

            assertThat(kept).hasSizeGreaterThan(20);
            assertThat(engine.state()).isEqualTo(DiskState.ACTIVE);
            assertAllThere(engine, kept);

            Locator freed = large.getFirst();
            engine.delete(freed);
            kept.remove(freed);
            byte[] again = Samples.bytes(900_000);
            kept.put(put(engine, again), again);
        }
        try (DiskEngine engine = DiskEngine.open(settings)) {
            assertAllThere(engine, kept);
        }
    }

    private static void fill(DiskEngine engine, Map<Locator, byte[]> kept, List<Locator> large) {
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 1000; i++) {
                                byte[] bytes = Samples.bytes(i % 2 == 0 ? 90_000 : 1_000_000);
                                Locator at = put(engine, bytes);
                                kept.put(at, bytes);
                                if (bytes.length == 1_000_000) {
                                    large.add(at);
                                }
                            }
                        })
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.NO_SPACE);
                            assertThat(e.facts()).containsKeys("value", "expected");
                        });
    }

    private static void assertAllThere(DiskEngine engine, Map<Locator, byte[]> kept)
            throws IOException {
        for (Map.Entry<Locator, byte[]> entry : kept.entrySet()) {
            assertThat(read(engine, entry.getKey())).isEqualTo(entry.getValue());
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), said).isZero();
    }
}
