package dev.plat.resources.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.resources.blob.Blob;
import dev.plat.resources.blob.BlobBackend;
import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.Locator;
import dev.plat.resources.blob.PutResult;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link BlobBackend} does. */
public abstract class BlobContract {

    /** The one under test; may be shared by all tests. */
    protected abstract BlobBackend backend();

    /** Where the key lies. A backend that is addressed by keys overrides it to remember them. */
    protected Locator locate(ResourceKey key) {
        return key.locator();
    }

    @ParameterizedTest
    @MethodSource("dev.plat.resources.testkit.Samples#lengths")
    void whatWasPutIsReadBackByteForByteWithItsTypeAndDigest(int length) throws IOException {
        byte[] bytes = Samples.bytes(length);
        Locator at = locate(Samples.key());

        PutResult result = backend().put(at, Samples.info(bytes), Body.of(bytes));

        assertThat(result).isEqualTo(PutResult.STORED);
        assertThat(backend().head(at)).contains(Samples.info(bytes));
        assertThat(read(at, ByteRange.ALL)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @MethodSource("dev.plat.resources.testkit.Samples#lengths")
    void aRangeGivesJustThoseBytes(int length) throws IOException {
        byte[] bytes = Samples.bytes(length);
        Locator at = put(bytes);
        Random random = new Random(length);

        for (int i = 0; i < 20; i++) {
            int first = random.nextInt(length + 1);
            int end = first + random.nextInt(length + 10 - first);
            byte[] expected = Arrays.copyOfRange(bytes, first, Math.min(end, length));
            assertThat(read(at, new ByteRange(first, end))).isEqualTo(expected);
        }
    }

    @Test
    void nothingLiesUnderAnUnknownLocator() {
        Locator at = locate(Samples.key());

        assertThat(backend().get(at)).isEmpty();
        assertThat(backend().head(at)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.plat.resources.testkit.Samples#lengths")
    void theSamePutAgainFindsTheBytesPresent(int length) throws IOException {
        byte[] bytes = Samples.bytes(length);
        Locator at = put(bytes);

        assertThat(backend().put(at, Samples.info(bytes), Body.of(bytes)))
                .isEqualTo(PutResult.PRESENT);
        assertThat(read(at, ByteRange.ALL)).isEqualTo(bytes);
    }

    @Test
    void otherBytesUnderTheSameLocatorAreRefusedAndTheFirstStay() throws IOException {
        byte[] first = Samples.bytes(100);
        byte[] second = Samples.bytes(100);
        Locator at = put(first);

        assertRefused(ErrorCode.CONTENT_DIFFERS, at, Samples.info(second), Body.of(second));
        assertThat(read(at, ByteRange.ALL)).isEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("dev.plat.resources.testkit.Samples#lengths")
    void bytesThatDoNotHaveTheirDigestAreRefusedAndNothingIsStored(int length) {
        byte[] bytes = Samples.bytes(length);
        Locator at = locate(Samples.key());
        BlobInfo wrong = new BlobInfo(Sha256.of(Samples.bytes(32)), length, "text/plain");

        assertRefused(ErrorCode.DIGEST_MISMATCH, at, wrong, Body.of(bytes));
        assertThat(backend().head(at)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.plat.resources.testkit.Samples#lengths")
    void aBodyThatEndsEarlyIsRefusedAndNothingIsStored(int length) {
        byte[] bytes = Samples.bytes(length + 1);
        Locator at = locate(Samples.key());
        Body cut = Body.of(bytes.length, new ByteArrayInputStream(bytes, 0, length));

        assertRefused(ErrorCode.REQUEST_MALFORMED, at, Samples.info(bytes), cut);
        assertThat(backend().head(at)).isEmpty();
    }

    @Test
    void manyPutsOfOneResourceAtOnceStoreItOnce() throws Exception {
        byte[] bytes = Samples.bytes(70_000);
        Locator at = locate(Samples.key());
        Callable<PutResult> put = () -> backend().put(at, Samples.info(bytes), Body.of(bytes));

        List<Future<PutResult>> results;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            results = threads.invokeAll(java.util.Collections.nCopies(16, put));
        }

        assertThat(results).extracting(Future::get).containsOnlyOnce(PutResult.STORED);
        assertThat(read(at, ByteRange.ALL)).isEqualTo(bytes);
    }

    /** Stores bytes under a new locator. */
    protected final Locator put(byte[] bytes) {
        Locator at = locate(Samples.key());
        backend().put(at, Samples.info(bytes), Body.of(bytes));
        return at;
    }

    /** Reads what must be there. */
    protected final byte[] read(Locator at, ByteRange range) throws IOException {
        try (Blob blob = backend().get(at).orElseThrow();
                InputStream in = blob.open(range)) {
            return in.readAllBytes();
        }
    }

    private void assertRefused(ErrorCode code, Locator at, BlobInfo info, Body body) {
        assertThatThrownBy(() -> backend().put(at, info, body))
                .isInstanceOfSatisfying(
                        PlatException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
