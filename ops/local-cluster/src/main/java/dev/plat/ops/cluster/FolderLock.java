package dev.plat.ops.cluster;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One supervisor for a folder; the system gives the lock back however this process ends. */
final class FolderLock {

    private final ClusterLayout layout;
    private @Nullable FileLock lock;

    FolderLock(ClusterLayout layout) {
        this.layout = layout;
    }

    /**
     * Takes it, unless it is taken by us already: everything may be killed and started again.
     *
     * @throws PlatException {@code config-invalid} while another supervisor has it
     */
    void take() {
        if (lock != null) {
            return;
        }
        try {
            FileChannel channel =
                    FileChannel.open(
                            layout.run().resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            lock = channel.tryLock();
        } catch (IOException | OverlappingFileLockException e) {
            throw inUse().causedBy(e);
        }
        if (lock == null) {
            throw inUse();
        }
    }

    private PlatException inUse() {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                "A cluster runs on this folder already.",
                "value",
                layout.data().toString(),
                "expected",
                "plat down first, or another --data");
    }
}
