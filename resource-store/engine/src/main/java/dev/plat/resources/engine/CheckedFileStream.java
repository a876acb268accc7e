package dev.plat.resources.engine;

import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.ChunkChecks;
import java.io.InputStream;
import java.util.Objects;

/** Reads a range of a large resource by whole chunks, each checked before a byte of it leaves. */
final class CheckedFileStream extends InputStream {

    private final StoredBlob.InFile blob;
    private final byte[] chunk = new byte[ChunkChecks.CHUNK_BYTES];
    private final long end;
    private long position;
    private int loaded = -1;

    CheckedFileStream(StoredBlob.InFile blob, ByteRange range) {
        this.blob = blob;
        this.position = range.first();
        this.end = range.end();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (position >= end) {
            return -1;
        }
        int index = (int) (position / ChunkChecks.CHUNK_BYTES);
        if (index != loaded) {
            blob.readChunk(index, chunk);
            loaded = index;
        }
        int from = (int) (position % ChunkChecks.CHUNK_BYTES);
        int count = (int) Math.min(Math.min(length, chunk.length - from), end - position);
        System.arraycopy(chunk, from, into, offset, count);
        position += count;
        return count;
    }
}
