package dev.plat.resources.blob;

import dev.plat.schemas.PlatException;

/**
 * Bytes {@code first} (inclusive) to {@code end} (exclusive). Half open, unlike HTTP's, so that an
 * empty resource has a range too.
 *
 * @param first 0 or more
 * @param end {@code first} or more
 */
public record ByteRange(long first, long end) {

    /** Everything there is. */
    public static final ByteRange ALL = new ByteRange(0, Long.MAX_VALUE);

    /**
     * @throws PlatException {@code field-invalid} when it runs backwards or starts before 0
     */
    public ByteRange {
        if (first < 0 || end < first) {
            throw PlatException.invalidField(
                    "range", first + "–" + end, "0 ≤ first ≤ end, end exclusive");
        }
    }

    /** From {@code first} to the end of whatever it is applied to. */
    public static ByteRange from(long first) {
        return new ByteRange(first, Long.MAX_VALUE);
    }

    public long length() {
        return end - first;
    }

    /** The part of this range that a resource of {@code length} bytes has; may be empty. */
    public ByteRange clampTo(long length) {
        return new ByteRange(Math.min(first, length), Math.min(end, length));
    }

    public boolean covers(long length) {
        return first == 0 && end >= length;
    }
}
