package dev.plat.resources.engine;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the {@link DiskState}. Threads: safe. */
final class DiskTrust {

    private static final Logger LOG = LoggerFactory.getLogger(DiskTrust.class);

    private final AtomicReference<DiskState> state = new AtomicReference<>(DiskState.ACTIVE);

    DiskState state() {
        return state.get();
    }

    void expectWritable() {
        switch (state.get()) {
            case ACTIVE -> {}
            case SUSPECT -> throw suspect();
            case CLOSED -> throw closed();
        }
    }

    /** Marks the disk and gives the answer for the write that failed. */
    PlatException failed(Throwable cause) {
        suspect(cause);
        return suspect().causedBy(cause);
    }

    void suspect(Throwable cause) {
        if (state.compareAndSet(DiskState.ACTIVE, DiskState.SUSPECT)) {
            LOG.error("A write failed; the disk is suspect and takes no more writes.", cause);
        }
    }

    /** True for the first caller. */
    boolean close() {
        return state.getAndSet(DiskState.CLOSED) != DiskState.CLOSED;
    }

    static PlatException closed() {
        return new PlatException(ErrorCode.DRAINING, "This store is closed.");
    }

    private static PlatException suspect() {
        return new PlatException(
                ErrorCode.DISK_SUSPECT, "A write to this disk failed; it takes no more.");
    }
}
