package dev.plat.resources.client;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Bytes that bodies and slices may hold together; who comes beyond that waits a little. */
final class InFlightBytes {

    private static final long WAIT_SECONDS = 5;

    private final Semaphore bytes;

    InFlightBytes(int max) {
        bytes = new Semaphore(max);
    }

    /**
     * Takes some.
     *
     * @throws PlatException {@code overloaded}
     */
    void take(int count) {
        try {
            if (bytes.tryAcquire(count, WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw overloaded().causedBy(e);
        }
        throw overloaded();
    }

    void give(int count) {
        bytes.release(count);
    }

    private static PlatException overloaded() {
        return new PlatException(
                ErrorCode.OVERLOADED, "Too many bytes are on their way to and from the store.");
    }
}
