package dev.plat.resources.client;

import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A resource, or a part of one, being read. Small ones were verified before this was returned.
 * Large ones are verified while they stream: a replica that breaks off or sends damage is replaced
 * by another without a gap; when none is left the stream throws instead of ending.
 *
 * <p>Threads: one at a time.
 */
public final class Read implements AutoCloseable {

    private final BlobInfo info;
    private final ByteRange range;
    private final InputStream stream;

    public Read(BlobInfo info, ByteRange range, InputStream stream) {
        this.info = info;
        this.range = range.clampTo(info.length());
        this.stream = stream;
    }

    /** Of the whole resource, also when only a part is read. */
    public BlobInfo info() {
        return info;
    }

    /** What the stream carries, clamped to the resource. */
    public ByteRange range() {
        return range;
    }

    /** The same stream each time. */
    public InputStream stream() {
        return stream;
    }

    /** All of the stream in memory; for resources known to be small. */
    public byte[] bytes() {
        try {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
