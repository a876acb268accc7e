package dev.plat.resources.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes on their way into a store: how many, and a stream of exactly that many. A stream that ends
 * early or goes on is refused and stores nothing. A store opens it once.
 */
public interface Body {

    /** 0 or more. */
    long length();

    /** The caller closes it. */
    InputStream openStream() throws IOException;

    /** Bytes in memory; they must not change until they are stored. */
    static Body of(byte[] bytes) {
        return new Body() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream openStream() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }

    /** A whole file; its size is taken now. */
    static Body of(Path file) throws IOException {
        long length = Files.size(file);
        return new Body() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream openStream() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }

    /** A stream that can be read once: a request's body. */
    static Body of(long length, InputStream once) {
        return new Body() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream openStream() {
                return once;
            }
        };
    }
}
