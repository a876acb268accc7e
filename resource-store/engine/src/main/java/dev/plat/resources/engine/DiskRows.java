package dev.plat.resources.engine;

import dev.plat.resources.blob.Locator;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows as the engine sees them: read on the readers' threads, written on the writers', damage put
 * into quarantine, a failed write put down to the disk. Threads: safe.
 */
final class DiskRows {

    private static final Logger LOG = LoggerFactory.getLogger(DiskRows.class);

    private final RocksRows rows;
    private final RocksThreads readers;
    private final RocksThreads writers;
    private final DiskTrust trust;
    private final Quarantine quarantine;

    DiskRows(
            RocksRows rows,
            RocksThreads readers,
            RocksThreads writers,
            DiskTrust trust,
            Quarantine quarantine) {
        this.rows = rows;
        this.readers = readers;
        this.writers = writers;
        this.trust = trust;
        this.quarantine = quarantine;
    }

    /** The row with its small bytes checked; throws {@code resource-damaged}. */
    Optional<Row> find(Locator at) {
        return read(at, () -> rows.read(at)).map(raw -> decode(at, raw));
    }

    Optional<ListRow> listed(Locator at) {
        return read(at, () -> rows.listed(at));
    }

    void walk(Consumer<ListRow> each) {
        read(() -> {
            rows.walk(each);
            return true;
        });
    }

    long bytes() {
        return read(rows::bytes);
    }

    long resources() {
        return read(rows::resources);
    }

    /** Flushes and compactions fail without anybody's write failing: looks for that. */
    void checkBackground() {
        long errors = read(rows::backgroundErrors);
        if (errors > 0 && trust.state() == DiskState.ACTIVE) {
            trust.suspect(new IOException(errors + " errors of RocksDB in the background"));
        }
    }

    /** Runs a change on a writer's thread. Whatever fails in it is the disk's failure. */
    <T> T change(RocksThreads.Call<T> change) {
        try {
            return writers.run(change);
        } catch (RocksDBException | IOException e) {
            throw trust.failed(e);
        }
    }

    static boolean isDamage(RocksDBException e) {
        Status status = e.getStatus();
        return status != null && status.getCode() == Status.Code.Corruption;
    }

    RocksRows raw() {
        return rows;
    }

    /** Quarantines and gives the answer. */
    PlatException damaged(Locator at, String what) {
        if (quarantine.add(at, what) && trust.state() == DiskState.ACTIVE) {
            change(() -> {
                rows.quarantine(at);
                return true;
            });
        }
        return Quarantine.damaged(at);
    }

    /** True when all calls ended and the database is closed. */
    boolean close(boolean flush) {
        boolean readersEnded = readers.close();
        if (!writers.close() || !readersEnded) {
            LOG.error("Calls still run after the time to close; the database stays open.");
            return false;
        }
        try {
            if (flush) {
                rows.flush();
            }
            return true;
        } catch (RocksDBException e) {
            LOG.error("The last flush failed; the next start reads the log.", e);
            return false;
        } finally {
            rows.close();
        }
    }

    private Row decode(Locator at, byte[] raw) {
        return Row.decode(raw)
                .filter(Row::bytesAreWhole)
                .orElseThrow(() -> damaged(at, "its row does not have its sums"));
    }

    private <T> T read(Locator at, RocksThreads.Call<T> call) {
        try {
            return readers.run(call);
        } catch (RocksDBException e) {
            if (isDamage(e)) {
                throw damaged(at, "RocksDB says so").causedBy(e);
            }
            throw unreadable(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T read(RocksThreads.Call<T> call) {
        try {
            return readers.run(call);
        } catch (RocksDBException e) {
            throw unreadable(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PlatException unreadable(RocksDBException e) {
        return new PlatException(ErrorCode.DISK_SUSPECT, "The disk cannot be read.").causedBy(e);
    }
}
