package dev.plat.resources.engine;

import dev.plat.resources.blob.Blob;
import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.ChunkChecks;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A resource read from a disk, in the form that a server can send without another copy: bytes in
 * memory, already checked, or an open file.
 */
public sealed interface StoredBlob extends Blob {

    /** One sum for each chunk; whoever sends a file unread sends these along. */
    ChunkChecks checks();

    /** A small resource: its bytes are checked. */
    final class InMemory implements StoredBlob {

        private final Row row;
        private final Row.InRow place;

        InMemory(Row row, Row.InRow place) {
            this.row = row;
            this.place = place;
        }

        @Override
        public BlobInfo info() {
            return row.info();
        }

        @Override
        public ChunkChecks checks() {
            return row.checks();
        }

        /** The bytes, not to be changed. */
        public ByteBuffer bytes() {
            return ByteBuffer.wrap(place.array(), place.offset(), (int) info().length()).slice();
        }

        @Override
        public InputStream open(ByteRange range) {
            ByteRange part = range.clampTo(info().length());
            return new ByteArrayInputStream(
                    place.array(), place.offset() + (int) part.first(), (int) part.length());
        }

        @Override
        public void close() {
            // Memory needs no hand back.
        }
    }

    /** A large resource: {@link #channel} is unchecked, {@link #open} checks. */
    final class InFile implements StoredBlob {

        private final Row row;
        private final FileChannel channel;
        private final Runnable onDamage;

        InFile(Row row, FileChannel channel, Runnable onDamage) {
            this.row = row;
            this.channel = channel;
            this.onDamage = onDamage;
        }

        @Override
        public BlobInfo info() {
            return row.info();
        }

        @Override
        public ChunkChecks checks() {
            return row.checks();
        }

        /** This blob's own channel, from position 0 to the length; closed with the blob. */
        public FileChannel channel() {
            return channel;
        }

        @Override
        public InputStream open(ByteRange range) {
            return new CheckedFileStream(this, range.clampTo(info().length()));
        }

        /** Reads one chunk and checks it; returns how many bytes it has. */
        int readChunk(int index, byte[] into) {
            long from = (long) index * ChunkChecks.CHUNK_BYTES;
            int wanted = (int) Math.min(into.length, info().length() - from);
            ByteBuffer buffer = ByteBuffer.wrap(into, 0, wanted);
            try {
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer, from + buffer.position()) < 0) {
                        throw damaged();
                    }
                }
            } catch (IOException e) {
                throw damaged().causedBy(e);
            }
            if (ChunkChecks.sum(into, 0, wanted) != checks().get(index)) {
                throw damaged();
            }
            return wanted;
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private PlatException damaged() {
            onDamage.run();
            return new PlatException(
                    ErrorCode.RESOURCE_DAMAGED, "This copy of the resource is damaged.");
        }
    }
}
