package dev.plat.hosting.serve;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/**
 * A part of a file that goes from the page cache to the socket. Netty's own closes the file when it
 * is sent; several parts of one answer share a file, so here the answer closes it.
 */
final class KeptFileRegion extends DefaultFileRegion {

    KeptFileRegion(FileChannel file, long position, long count) {
        super(file, position, count);
    }

    @Override
    protected void deallocate() {
        // The answer closes the file.
    }
}
