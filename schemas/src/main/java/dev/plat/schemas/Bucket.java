package dev.plat.schemas;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * One of the {@value #COUNT} slices of a tier's keys; everything that moves, moves by bucket.
 *
 * @param number 0 to {@value #COUNT} − 1
 */
public record Bucket(int number) implements Key, Comparable<Bucket> {

    public static final int COUNT = 4096;

    /**
     * @throws PlatException {@link ErrorCode#FIELD_INVALID} outside the range
     */
    public Bucket {
        if (number < 0 || number >= COUNT) {
            throw PlatException.invalidField("bucket", number, "0 to " + (COUNT - 1));
        }
    }

    /** The bucket of a name that has no id: the top 12 bits of SHA-256 of the normalised name. */
    public static Bucket ofName(String normalisedName) {
        byte[] digest = sha256(normalisedName.getBytes(StandardCharsets.UTF_8));
        return ofTopBits(digest);
    }

    /** The bucket in the first 12 bits of a digest or locator of at least two bytes. */
    public static Bucket ofTopBits(byte[] digest) {
        return new Bucket((digest[0] & 0xFF) << 4 | (digest[1] & 0xF0) >>> 4);
    }

    @Override
    public Bucket bucket() {
        return this;
    }

    @Override
    public int compareTo(Bucket other) {
        return Integer.compare(number, other.number);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
