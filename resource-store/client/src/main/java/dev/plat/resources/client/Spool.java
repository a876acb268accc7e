package dev.plat.resources.client;

import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body that can be sent three times, with its digest: in memory when it is small, else in a file.
 * The digest decides the key and the key decides the owners, so nothing can be sent before the last
 * byte has come.
 */
final class Spool implements AutoCloseable {

    static final int MEMORY_MAX = 256 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final int BUFFER = 64 << 10;

    private final byte[] memory;
    private final @Nullable Path file;
    private final Sha256 sha256;
    private final long length;

    private Spool(byte[] memory, @Nullable Path file, Sha256 sha256, long length) {
        this.memory = memory;
        this.file = file;
        this.sha256 = sha256;
        this.length = length;
    }

    /**
     * Takes a body in.
     *
     * @throws PlatException {@code request-malformed} when its length is not the announced one
     */
    static Spool of(Body body, Path folder) {
        try (InputStream in = body.openStream()) {
            return body.length() <= MEMORY_MAX ? inMemory(body, in) : inFile(body, in, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Sha256 sha256() {
        return sha256;
    }

    long length() {
        return length;
    }

    boolean inFile() {
        return file != null;
    }

    BodyPublisher publisher() throws FileNotFoundException {
        return file == null ? BodyPublishers.ofByteArray(memory) : BodyPublishers.ofFile(file);
    }

    @Override
    public void close() {
        if (file != null) {
            delete(file);
        }
    }

    private static Spool inMemory(Body body, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes((int) body.length());
        expectEnd(in, bytes.length, body.length());
        return new Spool(bytes, null, Sha256.of(bytes), bytes.length);
    }

    private static Spool inFile(Body body, InputStream in, Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "body-", "");
        try (OutputStream out = Files.newOutputStream(file)) {
            MessageDigest digest = Sha256.newDigest();
            byte[] buffer = new byte[BUFFER];
            long done = 0;
            while (done < body.length()) {
                int wanted = (int) Math.min(buffer.length, body.length() - done);
                int read = in.read(buffer, 0, wanted);
                if (read < 0) {
                    break;
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                done += read;
            }
            expectEnd(in, done, body.length());
            return new Spool(new byte[0], file, Sha256.ofDigest(digest.digest()), done);
        } catch (IOException | RuntimeException e) {
            delete(file);
            throw e;
        }
    }

    private static void expectEnd(InputStream in, long read, long announced) throws IOException {
        long found = read < announced || in.read() < 0 ? read : read + 1;
        if (found != announced) {
            throw new PlatException(
                    ErrorCode.REQUEST_MALFORMED,
                    "The body does not have the announced length.",
                    "value",
                    found,
                    "expected",
                    announced);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("A spooled body stays until the next start.", e);
        }
    }
}
