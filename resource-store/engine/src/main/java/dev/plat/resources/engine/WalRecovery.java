package dev.plat.resources.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a database without trusting silence. RocksDB's default mode drops what follows a flipped
 * bit in the log without a word; the strict mode used first refuses. Then the log is kept aside
 * (hard links) for whoever investigates, what stands before the damage is recovered, and the loss
 * is told.
 */
final class WalRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(WalRecovery.class);

    private final Path folder;
    private final RocksTuning tuning;
    private final Runnable onLoss;

    WalRecovery(Path folder, RocksTuning tuning, Runnable onLoss) {
        this.folder = folder;
        this.tuning = tuning;
        this.onLoss = onLoss;
    }

    RocksDB open(List<ColumnFamilyHandle> handles) throws IOException, RocksDBException {
        try {
            return open(WALRecoveryMode.TolerateCorruptedTailRecords, handles);
        } catch (RocksDBException e) {
            Status status = e.getStatus();
            if (status == null || status.getCode() != Status.Code.Corruption) {
                throw e;
            }
            LOG.error("The write log is damaged; rows behind the damage are lost here.", e);
            keepLogAside();
            onLoss.run();
            handles.clear();
            return open(WALRecoveryMode.PointInTimeRecovery, handles);
        }
    }

    private RocksDB open(WALRecoveryMode mode, List<ColumnFamilyHandle> handles)
            throws RocksDBException {
        return RocksDB.open(tuning.database(mode), folder.toString(), tuning.families(), handles);
    }

    private void keepLogAside() throws IOException {
        Path aside = Files.createTempDirectory(folder.resolveSibling("."), "wal-aside-");
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
            for (Path log : logs) {
                Files.createLink(aside.resolve(log.getFileName()), log);
            }
        }
        LOG.error("The damaged write log is kept in {}.", aside);
    }
}
