package dev.plat.resources.engine;

import static dev.plat.resources.engine.DiskEngineRestartTest.put;
import static dev.plat.resources.engine.DiskEngineRestartTest.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.Locator;
import dev.plat.resources.blob.PutResult;
import dev.plat.resources.testkit.Samples;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeverAWrongByteTest {

    @TempDir Path folder;

    @Test
    void aFlippedBitInALargeFileIsFoundQuarantinedAndHealedByAPut() throws IOException {
        byte[] bytes = Samples.bytes(400_000);
        Locator at;
        try (DiskEngine engine = Disks.open(folder)) {
            at = put(engine, bytes);
            flip(file(folder.resolve("files"), ""), 200_000);

            assertDamaged(() -> read(engine, at));
            assertThat(engine.health().quarantined()).isEqualTo(1);
        }
        try (DiskEngine engine = Disks.open(folder)) {
            assertDamaged(() -> engine.head(at));

            PutResult again = engine.put(at, Samples.info(bytes), Body.of(bytes));

            assertThat(again).isEqualTo(PutResult.STORED);
            assertThat(read(engine, at)).isEqualTo(bytes);
            assertThat(engine.health().quarantined()).isZero();
            assertThat(engine.bytesUsed()).isEqualTo(400_000);
        }
    }

    @Test
    void aLargeFileThatIsShortOrGoneIsDamageAndNotAbsence() throws IOException {
        try (DiskEngine engine = Disks.open(folder)) {
            Locator at = put(engine, Samples.bytes(400_000));
            Files.delete(file(folder.resolve("files"), ""));

            assertDamaged(() -> read(engine, at));
            assertDamaged(() -> engine.head(at));
        }
    }

    @Test
    void aFlippedBitInASmallRowIsFound() throws IOException {
        byte[] bytes = Samples.bytes(50_000);
        Locator at;
        try (DiskEngine engine = Disks.open(folder)) {
            at = put(engine, bytes);
        }
        Path blobs = file(folder.resolve("rows"), ".blob");
        flip(blobs, indexOf(Files.readAllBytes(blobs), Arrays.copyOf(bytes, 16)) + 20_000);

        try (DiskEngine engine = Disks.open(folder)) {
            assertDamaged(() -> read(engine, at));
            assertThat(engine.put(at, Samples.info(bytes), Body.of(bytes)))
                    .isEqualTo(PutResult.STORED);
            assertThat(read(engine, at)).isEqualTo(bytes);
        }
    }

    static void assertDamaged(org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
        assertThatThrownBy(read)
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_DAMAGED));
    }

    /** The only file of that ending. */
    private static Path file(Path under, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(under)) {
            return files.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(ending))
                    .reduce((_, second) -> second)
                    .orElseThrow();
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 0x10));
            channel.write(one.flip(), at);
        }
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int i = 0; i + part.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("the bytes are not in the file");
    }
}
