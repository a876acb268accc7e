package dev.plat.resources.blob;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a resource's bytes. It is no secret and opens nothing: see {@link ResourceKey}.
 *
 * @param hex 64 lower-case digits
 */
public record Sha256(String hex) {

    /**
     * @throws PlatException {@code field-invalid} for anything else
     */
    public Sha256 {
        if (!Hex256.isValid(hex)) {
            throw PlatException.invalidField(
                    "sha256", cut(hex), "64 lower-case hexadecimal digits");
        }
    }

    /** The digest of these bytes. */
    public static Sha256 of(byte[] content) {
        return ofDigest(newDigest().digest(content));
    }

    /** Wraps a finished digest of 32 bytes. */
    public static Sha256 ofDigest(byte[] digest) {
        return new Sha256(HexFormat.of().formatHex(digest));
    }

    /** A fresh digest to feed; finish it with {@link #ofDigest}. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** 32 bytes, the caller's own. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /**
     * Goes on only when {@code found} is this digest.
     *
     * @throws PlatException {@code digest-mismatch} with both
     */
    public void expect(Sha256 found) {
        if (!equals(found)) {
            throw new PlatException(
                    ErrorCode.DIGEST_MISMATCH,
                    "The bytes do not have the digest that was announced.",
                    "value",
                    found.hex,
                    "expected",
                    hex);
        }
    }

    @Override
    public String toString() {
        return hex;
    }

    private static String cut(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
