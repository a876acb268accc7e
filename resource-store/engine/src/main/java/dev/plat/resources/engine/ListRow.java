package dev.plat.resources.engine;

import dev.plat.resources.blob.Locator;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The row of the family {@code list}: what is here, without its bytes, so that walks (eviction now;
 * digests, moves and collection later) read 33 bytes a resource.
 *
 * @param at where
 * @param storedMillis when, by this node's clock
 * @param length of the resource
 */
record ListRow(Locator at, long storedMillis, long length) {

    private static final byte LIVE = 1;
    private static final int SHA_PART = 16;

    static byte[] encode(Row row) {
        byte[] sha = row.info().sha256().bytes();
        return ByteBuffer.allocate(1 + 8 + 8 + SHA_PART)
                .put(LIVE)
                .putLong(row.storedMillis())
                .putLong(row.info().length())
                .put(Arrays.copyOf(sha, SHA_PART))
                .array();
    }

    static ListRow decode(byte[] key, byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        in.get();
        return new ListRow(Locator.ofBytes(key), in.getLong(), in.getLong());
    }
}
