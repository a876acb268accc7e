package dev.plat.resources.engine;

import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ChunkChecks;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** Takes bodies in: counts, hashes and sums them, in memory or into a file. */
final class BodyReader {

    private BodyReader() {}

    /** A small body, verified. */
    static byte[] inMemory(BlobInfo info, Body body) throws IOException {
        try (InputStream in = body.openStream()) {
            byte[] bytes = in.readNBytes((int) info.length());
            expectEnd(in, bytes.length, info);
            info.sha256().expect(Sha256.of(bytes));
            return bytes;
        }
    }

    /** A large body, verified, written and synced. */
    static ChunkChecks intoFile(BlobInfo info, Body body, Path file, Syncs syncs)
            throws IOException {
        MessageDigest digest = Sha256.newDigest();
        int[] sums = new int[ChunkChecks.count(info.length())];
        byte[] chunk = new byte[ChunkChecks.CHUNK_BYTES];
        try (InputStream in = body.openStream();
                FileChannel out =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long done = 0;
            for (int i = 0; i < sums.length; i++) {
                int wanted = (int) Math.min(chunk.length, info.length() - done);
                int read = in.readNBytes(chunk, 0, wanted);
                done += read;
                if (read < wanted) {
                    throw wrongLength(done, info);
                }
                digest.update(chunk, 0, read);
                sums[i] = ChunkChecks.sum(chunk, 0, read);
                writeAll(out, ByteBuffer.wrap(chunk, 0, read));
            }
            expectEnd(in, done, info);
            info.sha256().expect(Sha256.ofDigest(digest.digest()));
            sync(out, syncs);
        }
        return ChunkChecks.ofSums(sums);
    }

    private static void writeAll(FileChannel out, ByteBuffer bytes) throws DiskWriteException {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new DiskWriteException(e);
        }
    }

    private static void sync(FileChannel out, Syncs syncs) throws DiskWriteException {
        try {
            syncs.file(out);
        } catch (IOException e) {
            throw new DiskWriteException(e);
        }
    }

    private static void expectEnd(InputStream in, long read, BlobInfo info) throws IOException {
        if (read < info.length()) {
            throw wrongLength(read, info);
        }
        if (in.read() >= 0) {
            throw wrongLength(read + 1, info);
        }
    }

    private static PlatException wrongLength(long read, BlobInfo info) {
        return new PlatException(
                ErrorCode.REQUEST_MALFORMED,
                "The body does not have the announced length.",
                "value",
                read,
                "expected",
                info.length());
    }
}
