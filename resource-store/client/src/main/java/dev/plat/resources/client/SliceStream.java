package dev.plat.resources.client;

import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.LongFunction;

/**
 * A range of a resource, read slice by slice, each from whichever node has it. Bytes leave only
 * after their slice was verified; of a whole resource the SHA-256 is compared before the end is
 * told, so a reader that reaches the end has the right bytes.
 */
final class SliceStream extends InputStream {

    private final LongFunction<Slice> fetch;
    private final ByteRange range;
    private final MessageDigest digest = Sha256.newDigest();
    private final boolean fromStart;
    private Slice slice;
    private long position;
    private boolean closed;

    /**
     * @param first the slice that holds the range's first byte
     * @param range clamped, not empty
     * @param fetch gives the verified slice that starts at a position
     */
    SliceStream(Slice first, ByteRange range, LongFunction<Slice> fetch) {
        this.slice = first;
        this.fromStart = first.first() == 0;
        this.range = range;
        this.position = range.first();
        this.fetch = fetch;
        digest.update(first.bytes());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (length == 0) {
            return 0;
        }
        if (position >= range.end()) {
            return -1;
        }
        if (position >= slice.first() + slice.bytes().length) {
            advance();
        }
        int from = (int) (position - slice.first());
        long left = Math.min(slice.bytes().length - from, range.end() - position);
        int count = (int) Math.min(length, left);
        System.arraycopy(slice.bytes(), from, into, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** The last slice of a whole resource is given out only when the whole has its digest. */
    private void advance() throws IOException {
        Slice next = fetch.apply(position);
        if (!next.info().sha256().equals(slice.info().sha256())) {
            throw damaged();
        }
        digest.update(next.bytes());
        slice = next;
        boolean last = next.first() + next.bytes().length == next.info().length();
        boolean whole = fromStart && range.end() == next.info().length();
        if (last && whole && !Sha256.ofDigest(digest.digest()).equals(next.info().sha256())) {
            throw damaged();
        }
    }

    private static IOException damaged() {
        return new IOException(
                new PlatException(
                        ErrorCode.RESOURCE_DAMAGED, "The bytes do not have their digest."));
    }
}
