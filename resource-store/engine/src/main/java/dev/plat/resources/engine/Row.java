package dev.plat.resources.engine;

import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.ChunkChecks;
import dev.plat.resources.blob.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The row of the family {@code data}: a header that never changes, then the bytes of a small
 * resource or the generation of a large one's file.
 *
 * <pre>
 * format 1 | place 1 | stored 8 | length 8 | sha256 32 | type length 1 | type | checks 4 × n | header crc 4 | rest
 * </pre>
 *
 * @param info what the resource is
 * @param storedMillis when, by this node's clock
 * @param checks one sum for each chunk
 * @param place where the bytes are
 */
record Row(BlobInfo info, long storedMillis, ChunkChecks checks, Place place) {

    private static final byte FORMAT = 1;
    private static final byte IN_ROW = 0;
    private static final byte IN_FILE = 1;
    private static final int FIXED = 1 + 1 + 8 + 8 + 32 + 1;

    /** Where the bytes are. */
    sealed interface Place {}

    /** In {@code array} from {@code offset} to its end. */
    @SuppressWarnings("ArrayRecordComponent") // never compared; spares a copy of each small body
    record InRow(byte[] array, int offset) implements Place {}

    /** In a file of this generation. */
    record InFile(long generation) implements Place {}

    byte[] encode() {
        byte[] type = info.mediaType().getBytes(StandardCharsets.US_ASCII);
        int header = FIXED + type.length + 4 * checks.count();
        int rest = place instanceof InFile ? Long.BYTES : (int) info.length();
        byte[] row = new byte[header + 4 + rest];
        ByteBuffer out = ByteBuffer.wrap(row);
        out.put(FORMAT).put(place instanceof InFile ? IN_FILE : IN_ROW);
        out.putLong(storedMillis).putLong(info.length()).put(info.sha256().bytes());
        out.put((byte) type.length).put(type);
        for (int i = 0; i < checks.count(); i++) {
            out.putInt(checks.get(i));
        }
        out.putInt(crc(row, header));
        switch (place) {
            case InRow small -> out.put(small.array, small.offset, (int) info.length());
            case InFile file -> out.putLong(file.generation);
        }
        return row;
    }

    /** Empty when the header is damaged or of an unknown format. */
    static Optional<Row> decode(byte[] raw) {
        if (raw.length < FIXED + 4 || raw[0] != FORMAT) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(raw).position(1);
        byte place = in.get();
        long stored = in.getLong();
        long length = in.getLong();
        byte[] sha = new byte[32];
        in.get(sha);
        int typeLength = in.get() & 0xFF;
        if (length < 0 || length > BlobInfo.LENGTH_MAX) {
            return Optional.empty();
        }
        int header = FIXED + typeLength + 4 * ChunkChecks.count(length);
        long rest = place == IN_FILE ? Long.BYTES : length;
        if (raw.length != header + 4 + rest || crc(raw, header) != in.getInt(header)) {
            return Optional.empty();
        }
        return Optional.of(decodeChecked(raw, in, place, stored, length, sha, typeLength));
    }

    private static Row decodeChecked(
            byte[] raw,
            ByteBuffer in,
            byte place,
            long stored,
            long length,
            byte[] sha,
            int typeLength) {
        byte[] type = new byte[typeLength];
        in.get(type);
        int[] sums = new int[ChunkChecks.count(length)];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = in.getInt();
        }
        int rest = in.position() + 4;
        BlobInfo info =
                new BlobInfo(
                        Sha256.ofDigest(sha), length, new String(type, StandardCharsets.US_ASCII));
        return new Row(
                info,
                stored,
                ChunkChecks.ofSums(sums),
                place == IN_FILE ? new InFile(in.getLong(rest)) : new InRow(raw, rest));
    }

    /** Whether bytes that stand in this row still have their sums. */
    boolean bytesAreWhole() {
        return switch (place) {
            case InRow row ->
                    ChunkChecks.of(row.array, row.offset, (int) info.length()).equals(checks);
            case InFile _ -> true;
        };
    }

    /** Whether another put brings the same bytes. */
    boolean holds(BlobInfo other) {
        return info.sha256().equals(other.sha256()) && info.length() == other.length();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
