package dev.plat.resources.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.resources.blob.BlobBackend;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.Locator;
import dev.plat.resources.testkit.DeletingBlobContract;
import dev.plat.resources.testkit.Samples;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiskEngineTest extends DeletingBlobContract {

    private DiskEngine engine;

    @BeforeAll
    void open(@TempDir Path folder) {
        engine = Disks.open(folder);
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Override
    protected BlobBackend backend() {
        return engine;
    }

    @Test
    void aBodyThatGoesOnIsRefusedAndNothingIsStored() {
        for (int length : new int[] {10, 300_000}) {
            byte[] bytes = Samples.bytes(length + 1);
            Locator at = Samples.key().locator();

            assertThatThrownBy(() ->
                            engine.put(
                                    at,
                                    Samples.info(java.util.Arrays.copyOf(bytes, length)),
                                    Body.of(bytes)))
                    .isInstanceOfSatisfying(
                            PlatException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_MALFORMED));
            assertThat(engine.head(at)).isEmpty();
        }
    }

    @Test
    void smallOnesComeFromMemoryAndLargeOnesFromAFile() {
        Locator small = put(Samples.bytes(DiskEngine.SMALL_MAX));
        Locator large = put(Samples.bytes(DiskEngine.SMALL_MAX + 1));

        try (StoredBlob one = engine.open(small).orElseThrow();
                StoredBlob two = engine.open(large).orElseThrow()) {
            assertThat(one).isInstanceOf(StoredBlob.InMemory.class);
            assertThat(two).isInstanceOf(StoredBlob.InFile.class);
            assertThat(two.checks().count()).isEqualTo(5);
        }
    }

    @Test
    void aBodyThatBreaksIsNoFaultOfTheDisk() {
        Body broken =
                Body.of(
                        300_000,
                        new java.io.InputStream() {
                            @Override
                            public int read() throws java.io.IOException {
                                throw new java.io.IOException("the caller is gone");
                            }

                            @Override
                            public int read(byte[] into, int offset, int length)
                                    throws java.io.IOException {
                                return read();
                            }
                        });

        assertThatThrownBy(() ->
                        engine.put(
                                Samples.key().locator(),
                                Samples.info(Samples.bytes(300_000)),
                                broken))
                .isInstanceOf(java.io.UncheckedIOException.class);
        assertThat(engine.state()).isEqualTo(DiskState.ACTIVE);
    }
}
