package dev.plat.resources.blob;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * CRC-32C of each {@value #CHUNK_BYTES} bytes of a resource: kept with it, sent along with it, and
 * checked by whoever reads, so that damage on a disk or on the way is found before a byte is used
 * and without reading the whole. The SHA-256 stays the proof; this is the cheap test on the way.
 */
public final class ChunkChecks {

    public static final int CHUNK_BYTES = 64 << 10;

    private final int[] sums;

    private ChunkChecks(int[] sums) {
        this.sums = sums;
    }

    /** Of bytes in memory. */
    public static ChunkChecks of(byte[] bytes, int offset, int length) {
        int[] sums = new int[count(length)];
        for (int i = 0; i < sums.length; i++) {
            int from = i * CHUNK_BYTES;
            sums[i] = sum(bytes, offset + from, Math.min(CHUNK_BYTES, length - from));
        }
        return new ChunkChecks(sums);
    }

    /** Of sums made one by one with {@link #sum}; the array is copied. */
    public static ChunkChecks ofSums(int[] sums) {
        return new ChunkChecks(sums.clone());
    }

    /**
     * Reads the text form.
     *
     * @throws PlatException {@code bad-header} unless it is groups of eight digits
     */
    public static ChunkChecks parse(String text) {
        try {
            if (text.length() % 8 != 0) {
                throw new NumberFormatException("not in groups of eight");
            }
            int[] sums = new int[text.length() / 8];
            for (int i = 0; i < sums.length; i++) {
                sums[i] = HexFormat.fromHexDigits(text, 8 * i, 8 * i + 8);
            }
            return new ChunkChecks(sums);
        } catch (IllegalArgumentException e) {
            throw new PlatException(
                            ErrorCode.BAD_HEADER,
                            "The checks of a resource cannot be read.",
                            "expected",
                            "8 hexadecimal digits for each chunk")
                    .causedBy(e);
        }
    }

    /** How many chunks a resource of this length has. */
    public static int count(long length) {
        return Math.toIntExact((length + CHUNK_BYTES - 1) / CHUNK_BYTES);
    }

    /** The sum of one chunk. */
    public static int sum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    public int count() {
        return sums.length;
    }

    /** The sum kept for chunk {@code index}, counted from the first of these. */
    public int get(int index) {
        return sums[index];
    }

    /** Those from chunk {@code first} to before {@code end}. */
    public ChunkChecks part(int first, int end) {
        return new ChunkChecks(Arrays.copyOfRange(sums, first, end));
    }

    /** Eight lower-case digits for each, without separators. */
    public String text() {
        HexFormat hex = HexFormat.of();
        StringBuilder text = new StringBuilder(8 * sums.length);
        for (int sum : sums) {
            text.append(hex.toHexDigits(sum));
        }
        return text.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChunkChecks checks && Arrays.equals(sums, checks.sums);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sums);
    }

    @Override
    public String toString() {
        return text();
    }
}
