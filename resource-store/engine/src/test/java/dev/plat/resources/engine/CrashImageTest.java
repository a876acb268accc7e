package dev.plat.resources.engine;

import static dev.plat.resources.engine.DiskEngineRestartTest.put;
import static dev.plat.resources.engine.DiskEngineRestartTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.resources.blob.Locator;
import dev.plat.resources.testkit.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens copies of a disk taken while its engine ran: what a crash at that moment leaves. */
class CrashImageTest {

    @TempDir Path live;
    @TempDir Path image;

    private final List<Locator> locators = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();

    @BeforeEach
    void crash() throws IOException {
        try (DiskEngine engine = Disks.open(live)) {
            for (int i = 0; i < 40; i++) {
                byte[] bytes = Samples.bytes(i % 8 == 7 ? 300_000 : 3000);
                bodies.add(bytes);
                locators.add(put(engine, bytes));
            }
            copy(live, image);
        }
    }

    @Test
    void acknowledgedIsKeptThroughACrash() throws IOException {
        try (DiskEngine engine = Disks.open(image)) {
            for (int i = 0; i < locators.size(); i++) {
                assertThat(read(engine, locators.get(i))).isEqualTo(bodies.get(i));
            }
            assertThat(engine.sure()).isFalse();
            assertThat(engine.health().resources()).isEqualTo(40);
        }
    }

    @Test
    void aDamagedLogIsKeptAsideWhatStandsBeforeIsServedAndNothingWrongIs() throws IOException {
        Path log = log(image.resolve("rows"));
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length / 2] ^= 4;
        Files.write(log, bytes);

        int found = 0;
        try (DiskEngine engine = Disks.open(image)) {
            for (int i = 0; i < locators.size(); i++) {
                if (engine.get(locators.get(i)).isPresent()) {
                    found++;
                    assertThat(read(engine, locators.get(i))).isEqualTo(bodies.get(i));
                }
            }
            assertThat(engine.sure()).isFalse();
        }

        assertThat(found).isBetween(10, 30);
        try (Stream<Path> files = Files.list(image)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("wal-aside-"));
        }
    }

    private static Path log(Path rows) throws IOException {
        try (Stream<Path> files = Files.list(rows)) {
            return files.filter(path -> path.toString().endsWith(".log"))
                    .reduce((_, second) -> second)
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> copyOne(file, to.resolve(from.relativize(file).toString())));
        }
    }

    private static void copyOne(Path file, Path target) {
        try {
            if (Files.isDirectory(file)) {
                Files.createDirectories(target);
            } else {
                Files.copy(file, target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
