package dev.plat.resources.engine;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives out disk space before the first byte is written, so that a full disk refuses whole puts
 * instead of leaving halves, and RocksDB never meets ENOSPC, after which it would need a restart.
 * Threads: safe.
 */
final class SpaceReserve {

    private final FileStore disk;
    private final long floor;
    private final AtomicLong taken = new AtomicLong();

    SpaceReserve(Path folder, long reserveBytes) throws IOException {
        disk = Files.getFileStore(folder);
        floor = Math.max(disk.getTotalSpace() / 100, reserveBytes);
    }

    /** Space for one put, given back when it is written or refused. */
    record Reservation(AtomicLong taken, long bytes) implements AutoCloseable {
        @Override
        public void close() {
            taken.addAndGet(-bytes);
        }
    }

    /**
     * Takes space.
     *
     * @throws PlatException {@code no-space}
     */
    Reservation take(long bytes) {
        long free = free();
        if (taken.addAndGet(bytes) > free) {
            taken.addAndGet(-bytes);
            throw new PlatException(
                    ErrorCode.NO_SPACE,
                    "The disk has no room for this resource.",
                    "value",
                    bytes,
                    "expected",
                    Math.max(0, free));
        }
        return new Reservation(taken, bytes);
    }

    /** What is left above the reserve and not yet promised. */
    long left() {
        return Math.max(0, free() - taken.get());
    }

    private long free() {
        try {
            return disk.getUsableSpace() - floor;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
