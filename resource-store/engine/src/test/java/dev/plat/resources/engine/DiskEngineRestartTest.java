package dev.plat.resources.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.resources.blob.Blob;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.Locator;
import dev.plat.resources.testkit.Samples;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskEngineRestartTest {

    @TempDir Path folder;

    @Test
    void whatWasStoredIsThereAfterARestartAndSoAreTheCounters() throws IOException {
        byte[] small = Samples.bytes(5000);
        byte[] large = Samples.bytes(600_000);
        Locator one;
        Locator two;
        try (DiskEngine engine = Disks.open(folder)) {
            one = put(engine, small);
            two = put(engine, large);
            put(engine, small);
            engine.delete(put(engine, Samples.bytes(77)));
        }

        try (DiskEngine engine = Disks.open(folder)) {
            assertThat(read(engine, one)).isEqualTo(small);
            assertThat(read(engine, two)).isEqualTo(large);
            assertThat(engine.bytesUsed()).isEqualTo(5000 + 600_000 + 5000);
            assertThat(engine.health().resources()).isEqualTo(3);
            assertThat(engine.sure()).isTrue();
        }
    }

    @Test
    void afterAnUncleanStopNotHereProvesNothingAndACleanStopDoesNotCureThat() throws IOException {
        Disks.open(folder).close();
        Files.delete(folder.resolve("CLEAN"));

        try (DiskEngine engine = Disks.open(folder)) {
            assertThat(engine.sure()).isFalse();
        }
        try (DiskEngine engine = Disks.open(folder)) {
            assertThat(engine.sure()).isFalse();
        }
    }

    @Test
    void aDiskOfAnotherNodeOrTierIsRefused() {
        Disks.open(folder).close();

        assertRefused(EngineSettings.of(folder, Tier.HOSTING_FILES, "node-2"), "node");
        assertRefused(EngineSettings.of(folder, Tier.BUILDING_FILES, "node-1"), "tier");
    }

    @Test
    void aSecondProcessIsRefusedAndLeavesTheFirstUnharmed() throws IOException {
        try (DiskEngine engine = Disks.open(folder)) {
            byte[] bytes = Samples.bytes(10);
            Locator at = put(engine, bytes);

            assertThatThrownBy(() -> Disks.open(folder)).isInstanceOf(PlatException.class);

            assertThat(read(engine, at)).isEqualTo(bytes);
        }
        try (DiskEngine engine = Disks.open(folder)) {
            assertThat(engine.sure()).isTrue();
        }
    }

    @Test
    void unfinishedFilesAreSweptAtTheStart() throws IOException {
        Disks.open(folder).close();
        Files.writeString(folder.resolve("tmp/half"), "half a resource");

        Disks.open(folder).close();

        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFullCacheDropsWhatWasStoredLongestAgoButNotWhatItMustKeep() {
        try (DiskEngine engine = Disks.open(folder)) {
            Locator kept = put(engine, Samples.bytes(1000));
            List<Locator> rest =
                    Stream.generate(() -> put(engine, Samples.bytes(1000))).limit(9).toList();

            long freed = engine.evictOldest(2500, Set.of(kept)::contains);

            assertThat(freed).isEqualTo(3000);
            assertThat(engine.bytesUsed()).isEqualTo(7000);
            assertThat(engine.head(kept)).isPresent();
            assertThat(engine.head(rest.getLast())).isPresent();
        }
    }

    @Test
    void callsAfterTheCloseAreRefusedAndDoNotReachTheDatabase() {
        DiskEngine engine = Disks.open(folder);
        Locator at = put(engine, Samples.bytes(10));

        engine.close();
        engine.close();

        assertThatThrownBy(() -> engine.head(at)).isInstanceOf(PlatException.class);
        assertThatThrownBy(() -> put(engine, Samples.bytes(10))).isInstanceOf(PlatException.class);
    }

    static Locator put(DiskEngine engine, byte[] bytes) {
        Locator at = Samples.key().locator();
        engine.put(at, Samples.info(bytes), Body.of(bytes));
        return at;
    }

    static byte[] read(DiskEngine engine, Locator at) throws IOException {
        try (Blob blob = engine.get(at).orElseThrow()) {
            return blob.open(ByteRange.ALL).readAllBytes();
        }
    }

    private static void assertRefused(EngineSettings settings, String field) {
        assertThatThrownBy(() -> DiskEngine.open(settings))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
                            assertThat(e.facts()).containsEntry("field", field);
                        });
    }
}
