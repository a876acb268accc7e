package dev.plat.resources.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.blob.Sha256;
import dev.plat.resources.client.CopyReport;
import dev.plat.resources.client.Read;
import dev.plat.resources.client.ResourceStore;
import dev.plat.resources.client.Stored;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link ResourceStore} does: the real one and the double that stands for it. */
public abstract class ResourceStoreContract {

    /** The one under test; may be shared by all tests. */
    protected abstract ResourceStore store();

    /** Another tier with the same root secret. */
    protected abstract ResourceStore other();

    @ParameterizedTest
    @MethodSource("dev.plat.resources.testkit.Samples#lengths")
    void whatWasPutIsReadBackUnderTheKeyThatCouldBeKnownBefore(int length) {
        byte[] bytes = Samples.bytes(length);
        Id site = Samples.site();

        Stored stored = store().put(site, "image/png", Body.of(bytes));

        assertThat(stored.key()).isEqualTo(store().keyOf(site, Sha256.of(bytes)));
        assertThat(stored.info()).isEqualTo(Samples.info(bytes));
        try (Read read = store().get(stored.key()).orElseThrow()) {
            assertThat(read.info()).isEqualTo(Samples.info(bytes));
            assertThat(read.bytes()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.plat.resources.testkit.Samples#lengths")
    void aRangeGivesJustThoseBytes(int length) {
        byte[] bytes = Samples.bytes(length);
        ResourceKey key = store().put(Samples.site(), "image/png", Body.of(bytes)).key();
        Random random = new Random(length);

        for (int i = 0; i < 10; i++) {
            int first = random.nextInt(length + 1);
            int end = first + random.nextInt(length + 10 - first);
            try (Read read = store().get(key, new ByteRange(first, end)).orElseThrow()) {
                int clamped = Math.min(end, length);
                assertThat(read.range()).isEqualTo(new ByteRange(first, clamped));
                assertThat(read.info().length()).isEqualTo(length);
                assertThat(read.bytes()).isEqualTo(Arrays.copyOfRange(bytes, first, clamped));
            }
        }
    }

    @Test
    void theSameBytesInTwoSitesAreTwoResources() {
        byte[] bytes = Samples.bytes(10);

        ResourceKey one = store().put(Samples.site(), "text/css", Body.of(bytes)).key();
        ResourceKey two = store().put(Samples.site(), "text/css", Body.of(bytes)).key();

        assertThat(one).isNotEqualTo(two);
    }

    @ParameterizedTest
    @MethodSource("dev.plat.resources.testkit.Samples#lengths")
    void bytesThatAreNotTheAnnouncedOnesAreRefusedAndNothingIsStored(int length) {
        Id site = Samples.site();
        byte[] bytes = Samples.bytes(length);
        Sha256 announced = Sha256.of(Samples.bytes(32));

        assertThatThrownBy(() -> store().put(site, "text/css", Body.of(bytes), announced))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.DIGEST_MISMATCH);
                            assertThat(e.facts())
                                    .containsEntry("value", Sha256.of(bytes).hex())
                                    .containsEntry("expected", announced.hex());
                        });
        assertThat(store().get(store().keyOf(site, announced))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.plat.resources.testkit.Samples#lengths")
    void aBodyThatEndsEarlyIsRefused(int length) {
        Body cut = Body.of(length + 1L, new ByteArrayInputStream(Samples.bytes(length)));

        assertThatThrownBy(() -> store().put(Samples.site(), "text/css", cut))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_MALFORMED));
    }

    @Test
    void anUnknownKeyIsNotFound() {
        assertThat(store().get(Samples.key())).isEmpty();
    }

    @Test
    void aMediaTypeThatCannotBeAHeaderIsRefused() {
        assertThatThrownBy(
                        () -> store().put(Samples.site(), "text/css\r\nx: y", Body.of(new byte[1])))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.FIELD_INVALID));
    }

    @Test
    void missingNamesJustWhatIsNotHere() {
        ResourceKey here =
                store().put(Samples.site(), "text/css", Body.of(Samples.bytes(10))).key();
        ResourceKey gone = Samples.key();

        assertThat(store().missing(List.of(here, gone))).containsExactly(gone);
        assertThat(store().missing(List.of())).isEmpty();
    }

    @Test
    void copyMissingBringsWhatTheOtherTierHasUnderTheSameKeys() {
        byte[] small = Samples.bytes(1000);
        byte[] large = Samples.bytes(700_000);
        ResourceKey here = store().put(Samples.site(), "text/css", Body.of(small)).key();
        ResourceKey one = other().put(Samples.site(), "image/png", Body.of(small)).key();
        ResourceKey two = other().put(Samples.site(), "image/png", Body.of(large)).key();
        ResourceKey nowhere = Samples.key();

        CopyReport report = store().copyMissing(List.of(here, one, two, nowhere), other());

        assertThat(report.present()).containsExactly(here);
        assertThat(report.copied()).containsExactlyInAnyOrder(one, two);
        assertThat(report.nowhere()).containsExactly(nowhere);
        try (Read read = store().get(two).orElseThrow()) {
            assertThat(read.info()).isEqualTo(Samples.info(large));
            assertThat(read.bytes()).isEqualTo(large);
        }
        assertThat(store().missing(List.of(one, two))).isEmpty();
    }
}
