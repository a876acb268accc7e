package dev.plat.resources.blob;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.HexFormat;

/**
 * The capability that opens a resource: HMAC-SHA-256 of its digest under the secret of its scope.
 * The same bytes in the same scope give the same key; nobody without the secret can test whether
 * somebody else holds a file. It must never reach a log: {@link #toString} prints the locator's
 * short form, and an error names no key.
 *
 * @param hex 64 lower-case digits; this text is the capability
 */
public record ResourceKey(String hex) {

    /**
     * @throws PlatException {@code bad-key} for anything else; the text is not repeated
     */
    public ResourceKey {
        if (!Hex256.isValid(hex)) {
            throw new PlatException(
                    ErrorCode.BAD_KEY,
                    "This is not a resource key.",
                    "length",
                    hex.length(),
                    "expected",
                    "64 lower-case hexadecimal digits");
        }
    }

    /** Wraps 32 bytes. */
    public static ResourceKey ofBytes(byte[] bytes) {
        return new ResourceKey(HexFormat.of().formatHex(bytes));
    }

    /** What stands for this key on disks, in logs and between nodes. */
    public Locator locator() {
        byte[] raw = HexFormat.of().parseHex(hex);
        return Locator.ofBytes(Sha256.newDigest().digest(raw));
    }

    @Override
    public String toString() {
        return locator().toString();
    }
}
