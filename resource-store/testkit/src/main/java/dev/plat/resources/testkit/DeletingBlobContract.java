package dev.plat.resources.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.resources.blob.Blob;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.Locator;
import dev.plat.resources.blob.PutResult;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a backend does that may be asked to delete: not yet a file server's data port. */
public abstract class DeletingBlobContract extends BlobContract {

    @ParameterizedTest
    @MethodSource("dev.plat.resources.testkit.Samples#lengths")
    void whatWasDeletedIsGoneAndMayComeBack(int length) throws IOException {
        byte[] bytes = Samples.bytes(length);
        Locator at = put(bytes);

        assertThat(backend().delete(at)).isTrue();

        assertThat(backend().get(at)).isEmpty();
        assertThat(backend().delete(at)).isFalse();
        assertThat(backend().put(at, Samples.info(bytes), Body.of(bytes)))
                .isEqualTo(PutResult.STORED);
        assertThat(read(at, ByteRange.ALL)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("dev.plat.resources.testkit.Samples#lengths")
    void aReaderUnderWayFinishesWhatWasDeletedUnderIt(int length) throws IOException {
        byte[] bytes = Samples.bytes(length);
        Locator at = put(bytes);

        try (Blob blob = backend().get(at).orElseThrow();
                InputStream in = blob.open(ByteRange.ALL)) {
            backend().delete(at);
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
    }
}
