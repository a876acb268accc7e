package dev.plat.resources.blob;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;

/**
 * What is known about a resource besides its bytes.
 *
 * @param sha256 of all bytes
 * @param length in bytes, 0 to {@link #LENGTH_MAX}
 * @param mediaType as HTTP's {@code Content-Type}: 3 to {@link #MEDIA_TYPE_MAX} printable ASCII
 *     characters with a slash
 */
public record BlobInfo(Sha256 sha256, long length, String mediaType) {

    public static final long LENGTH_MAX = 2L << 30;
    public static final int MEDIA_TYPE_MAX = 100;

    /**
     * @throws PlatException {@code body-too-large} or {@code field-invalid}
     */
    public BlobInfo {
        checkLength(length);
        checkMediaType(mediaType);
    }

    /**
     * Goes on only with a length that a resource may have.
     *
     * @throws PlatException {@code body-too-large} beyond {@link #LENGTH_MAX}
     */
    public static void checkLength(long length) {
        if (length < 0 || length > LENGTH_MAX) {
            throw new PlatException(
                    ErrorCode.BODY_TOO_LARGE,
                    "The resource is larger than a resource may be.",
                    "value",
                    length,
                    "expected",
                    LENGTH_MAX);
        }
    }

    /**
     * Goes on only with a media type that may stand in a header.
     *
     * @throws PlatException {@code field-invalid} for text that cannot be a {@code Content-Type}
     */
    public static void checkMediaType(String type) {
        boolean printable = type.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (type.length() > MEDIA_TYPE_MAX || type.indexOf('/') < 1 || !printable) {
            throw PlatException.invalidField(
                    "mediaType",
                    type.length() > MEDIA_TYPE_MAX ? type.length() + " characters" : type,
                    "type/subtype in at most " + MEDIA_TYPE_MAX + " ASCII characters");
        }
    }
}
