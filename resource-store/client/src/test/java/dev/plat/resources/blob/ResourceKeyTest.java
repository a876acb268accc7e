package dev.plat.resources.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceKeyTest {

    private static final String HEX = "00ff".repeat(16);

    @Test
    void theTextOfAKeyIsItsLocatorsShortFormAndNothingOfTheKey() {
        ResourceKey key = new ResourceKey(HEX);

        assertThat(key.toString()).matches("r:[0-9a-f]{12}").doesNotContain("00ff");
        assertThat("" + key.locator()).isEqualTo(key.toString());
    }

    @Test
    void theLocatorIsTheDigestOfTheKeysBytesAndItsTopBitsAreTheBucket() {
        ResourceKey key = new ResourceKey(HEX);

        Locator locator = key.locator();

        assertThat(locator.hex())
                .isEqualTo(Sha256.of(java.util.HexFormat.of().parseHex(HEX)).hex());
        assertThat(locator.bucket()).isEqualTo(Bucket.ofTopBits(locator.bytes()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "zz", "../../etc/passwd"})
    void anythingButSixtyFourLowerCaseDigitsIsRefusedWithoutBeingRepeated(String text) {
        assertThatThrownBy(() -> new ResourceKey(text))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.BAD_KEY);
                            assertThat(e.facts()).containsEntry("length", text.length());
                            assertThat(e.facts().values()).doesNotContain(text);
                        });
        assertThatThrownBy(() -> new ResourceKey(HEX.toUpperCase(java.util.Locale.ROOT)))
                .isInstanceOf(PlatException.class);
    }

    @Test
    void aMediaTypeThatCannotBeAHeaderIsRefused() {
        assertThatThrownBy(() -> BlobInfo.checkMediaType("text/html\r\nX: y"))
                .isInstanceOf(PlatException.class);
        assertThatThrownBy(() -> BlobInfo.checkMediaType("text/" + "x".repeat(96)))
                .isInstanceOf(PlatException.class);
        assertThatThrownBy(() -> BlobInfo.checkMediaType("text")).isInstanceOf(PlatException.class);
        BlobInfo.checkMediaType("text/html; charset=utf-8");
    }

    @Test
    void aRangeIsClampedToWhatThereIs() {
        assertThat(new ByteRange(2, 9).clampTo(5)).isEqualTo(new ByteRange(2, 5));
        assertThat(new ByteRange(7, 9).clampTo(5).length()).isZero();
        assertThat(ByteRange.ALL.covers(0)).isTrue();
        assertThat(ByteRange.from(1).covers(5)).isFalse();
    }
}
