package dev.plat.router.registry;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is known to disk, soon after a change and not after each.
 *
 * <p>Threads: {@link #due} any, {@link #write} one at a time.
 */
final class SnapshotWriter {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);

    private final SnapshotFile file;
    private final Supplier<Known> known;
    private final AtomicBoolean due = new AtomicBoolean();

    SnapshotWriter(SnapshotFile file, Supplier<Known> known) {
        this.file = file;
        this.known = known;
    }

    /** True for the first change since the last writing: it is the one to plan the next. */
    boolean due() {
        return due.compareAndSet(false, true);
    }

    void write() {
        due.set(false);
        try {
            file.write(known.get());
        } catch (IOException | RuntimeException e) {
            LOG.warn("the snapshot of the registry could not be written", e);
        }
    }

    /** What is due and would not be written any more. */
    void writeIfDue() {
        if (due.get()) {
            write();
        }
    }
}
