package dev.plat.resources.server.http;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.concurrent.Semaphore;

/**
 * Bytes that requests may hold in memory together. Beyond it a request is refused at once, since
 * waiting would only hold more. Threads: safe.
 */
final class Budget {

    private final Semaphore bytes;

    Budget(int bytesMax) {
        bytes = new Semaphore(bytesMax);
    }

    /** A part of the budget, given back by closing it. */
    record Share(Semaphore from, int count) implements AutoCloseable {
        @Override
        public void close() {
            from.release(count);
        }
    }

    /**
     * Takes a part.
     *
     * @throws PlatException {@code busy}
     */
    Share take(int count) {
        if (!bytes.tryAcquire(count)) {
            throw new PlatException(
                    ErrorCode.BUSY, "Too many requests are under way; try again soon.");
        }
        return new Share(bytes, count);
    }
}
