package dev.plat.hosting.publish;

import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.Consumer;

/**
 * Takes a publisher's bytes whole before the store sees any: a slow or broken upload holds nothing
 * but a file here, hashed while it is written.
 *
 * <p>Threads: safe; blocking.
 */
final class Uploads {

    private static final int MEMORY_BYTES_MAX = 1 << 20;
    private static final int CHUNK_BYTES = 64 << 10;

    private final Path folder;

    /**
     * @param folder for files under way; emptied by whoever starts the process
     */
    Uploads(Path folder) {
        this.folder = folder;
    }

    /**
     * Hands the bytes to {@code use} when they are complete and have the announced digest.
     *
     * @throws PlatException {@code digest-mismatch}; {@code request-malformed} when the stream is
     *     not {@code length} bytes long
     */
    void take(Sha256 announced, long length, InputStream in, Consumer<Body> use) {
        try {
            if (length <= MEMORY_BYTES_MAX) {
                takeInMemory(announced, length, in, use);
                return;
            }
            takeOnDisk(announced, length, in, use);
        } catch (IOException e) {
            throw new PlatException(
                            ErrorCode.REQUEST_MALFORMED,
                            "The upload broke off.",
                            "expected",
                            length)
                    .causedBy(e);
        }
    }

    private static void takeInMemory(
            Sha256 announced, long length, InputStream in, Consumer<Body> use) throws IOException {
        byte[] bytes = in.readNBytes((int) length);
        expectEnd(bytes.length, length, in);
        announced.expect(Sha256.of(bytes));
        use.accept(Body.of(bytes));
    }

    private void takeOnDisk(Sha256 announced, long length, InputStream in, Consumer<Body> use)
            throws IOException {
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "upload-", ".part");
        try {
            MessageDigest digest = Sha256.newDigest();
            try (OutputStream out = Files.newOutputStream(file)) {
                copy(in, out, digest, length);
            }
            announced.expect(Sha256.ofDigest(digest.digest()));
            use.accept(Body.of(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void copy(InputStream in, OutputStream out, MessageDigest digest, long length)
            throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        long left = length;
        while (left > 0) {
            int count = in.read(chunk, 0, (int) Math.min(left, chunk.length));
            if (count < 0) {
                break;
            }
            digest.update(chunk, 0, count);
            out.write(chunk, 0, count);
            left -= count;
        }
        expectEnd(length - left, length, in);
    }

    private static void expectEnd(long found, long expected, InputStream in) throws IOException {
        if (found != expected || in.read() >= 0) {
            throw new PlatException(
                    ErrorCode.REQUEST_MALFORMED,
                    "The body does not have the announced length.",
                    "value",
                    found,
                    "expected",
                    expected);
        }
    }
}
