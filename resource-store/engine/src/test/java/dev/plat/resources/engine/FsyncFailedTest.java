package dev.plat.resources.engine;

import static dev.plat.resources.engine.DiskEngineRestartTest.put;
import static dev.plat.resources.engine.DiskEngineRestartTest.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.resources.blob.Locator;
import dev.plat.resources.testkit.Samples;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FsyncFailedTest {

    @TempDir Path folder;

    private final FailingSyncs syncs = new FailingSyncs();

    @Test
    void aFailedSyncOfAFileIsFinalReadsGoOnAndWritesAreRefused() throws IOException {
        assertSuspectAfter(() -> syncs.filesFail = true);
    }

    @Test
    void aFailedSyncOfAFolderIsFinalReadsGoOnAndWritesAreRefused() throws IOException {
        assertSuspectAfter(() -> syncs.foldersFail = true);
    }

    private void assertSuspectAfter(Runnable fault) throws IOException {
        byte[] small = Samples.bytes(100);
        byte[] large = Samples.bytes(400_000);
        try (DiskEngine engine = DiskOpening.open(Disks.settings(folder), syncs)) {
            Locator one = put(engine, small);
            Locator two = put(engine, large);

            fault.run();
            assertSuspect(() -> put(engine, large));
            syncs.filesFail = false;
            syncs.foldersFail = false;

            assertThat(engine.state()).isEqualTo(DiskState.SUSPECT);
            assertSuspect(() -> put(engine, small));
            assertThat(read(engine, one)).isEqualTo(small);
            assertThat(read(engine, two)).isEqualTo(large);
        }
        try (DiskEngine engine = Disks.open(folder)) {
            assertThat(engine.sure()).as("a suspect disk is never marked clean").isFalse();
        }
    }

    private static void assertSuspect(org.assertj.core.api.ThrowableAssert.ThrowingCallable put) {
        assertThatThrownBy(put)
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_SUSPECT));
    }

    private static final class FailingSyncs implements Syncs {

        private volatile boolean filesFail;
        private volatile boolean foldersFail;

        @Override
        public void file(FileChannel channel) throws IOException {
            if (filesFail) {
                throw new IOException("Input/output error");
            }
            Syncs.REAL.file(channel);
        }

        @Override
        public void folder(Path folder) throws IOException {
            if (foldersFail) {
                throw new IOException("Input/output error");
            }
            Syncs.REAL.folder(folder);
        }
    }
}
