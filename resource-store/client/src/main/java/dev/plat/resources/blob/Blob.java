package dev.plat.resources.blob;

import java.io.InputStream;

/** A resource opened for reading; holds its bytes until closed. */
public interface Blob extends AutoCloseable {

    BlobInfo info();

    /**
     * The bytes of the range, clamped to the length, checked as they are read: damage throws {@code
     * resource-damaged} from the stream before a wrong byte leaves it. Closing the stream leaves
     * the blob open.
     */
    InputStream open(ByteRange range);

    @Override
    void close();
}
