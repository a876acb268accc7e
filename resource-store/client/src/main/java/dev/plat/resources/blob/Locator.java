package dev.plat.resources.blob;

import dev.plat.schemas.Bucket;
import dev.plat.schemas.PlatException;
import java.util.HexFormat;

/**
 * SHA-256 of a {@link ResourceKey}: where a resource lies. A node knows only this, so a stolen
 * directory listing, index or log opens nothing. Its top 12 bits are the bucket, independent of the
 * site's: the bytes of one site spread over the whole tier.
 *
 * @param hex 64 lower-case digits
 */
public record Locator(String hex) implements Comparable<Locator> {

    private static final int SHORT = 12;

    /**
     * @throws PlatException {@code field-invalid} for anything else
     */
    public Locator {
        if (!Hex256.isValid(hex)) {
            throw PlatException.invalidField(
                    "locator", hex.length() + " characters", "64 lower-case hexadecimal digits");
        }
    }

    /** Wraps 32 bytes. */
    public static Locator ofBytes(byte[] bytes) {
        return new Locator(HexFormat.of().formatHex(bytes));
    }

    /** 32 bytes, the caller's own. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    public Bucket bucket() {
        return new Bucket(Integer.parseInt(hex, 0, 3, 16));
    }

    @Override
    public int compareTo(Locator other) {
        return hex.compareTo(other.hex);
    }

    /** {@code r:} and twelve digits, the name of a resource in every log. */
    @Override
    public String toString() {
        return "r:" + hex.substring(0, SHORT);
    }
}
