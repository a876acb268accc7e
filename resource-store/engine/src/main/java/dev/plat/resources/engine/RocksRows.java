package dev.plat.resources.engine;

import dev.plat.resources.blob.Locator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The rows of one disk: the only class that owns native handles. Use after close is a crash of the
 * process, so {@link RocksThreads} calls it, and closes it when no call is left.
 *
 * <p>Families: {@code data} (header and small bytes), {@code list} (what is here), {@code
 * quarantine} (what is damaged), {@code default} (counters, added up by merges, so that no lock
 * spoils RocksDB's grouping of waiting writers).
 */
final class RocksRows implements AutoCloseable {

    private static final byte[] BYTES = "bytes".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RESOURCES = "resources".getBytes(StandardCharsets.US_ASCII);

    private final RocksDB db;
    private final ColumnFamilyHandle counters;
    private final ColumnFamilyHandle data;
    private final ColumnFamilyHandle list;
    private final ColumnFamilyHandle quarantine;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final ReadOptions walk = new ReadOptions().setFillCache(false);
    private final List<RocksObject> owned;

    private RocksRows(RocksDB db, List<ColumnFamilyHandle> handles, List<RocksObject> owned) {
        this.db = db;
        this.counters = handles.get(0);
        this.data = handles.get(1);
        this.list = handles.get(2);
        this.quarantine = handles.get(3);
        this.owned = owned;
    }

    static RocksRows open(Path folder, long cacheBytes, Runnable onLoss)
            throws IOException, RocksDBException {
        RocksTuning tuning = new RocksTuning(cacheBytes);
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        RocksDB db = new WalRecovery(folder, tuning, onLoss).open(handles);
        return new RocksRows(db, handles, tuning.owned());
    }

    Optional<byte[]> read(Locator at) throws RocksDBException {
        return Optional.ofNullable(db.get(data, at.bytes()));
    }

    /** Writes a row, in place of one of {@code lengthBefore} bytes if that is not negative. */
    void write(Locator at, Row row, long lengthBefore) throws RocksDBException {
        byte[] key = at.bytes();
        boolean fresh = lengthBefore < 0;
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(data, key, row.encode());
            batch.put(list, key, ListRow.encode(row));
            batch.delete(quarantine, key);
            batch.merge(counters, BYTES, little(row.info().length() - (fresh ? 0 : lengthBefore)));
            batch.merge(counters, RESOURCES, little(fresh ? 1 : 0));
            db.write(synced, batch);
        }
    }

    void delete(Locator at, long length) throws RocksDBException {
        byte[] key = at.bytes();
        try (WriteBatch batch = new WriteBatch()) {
            batch.delete(data, key);
            batch.delete(list, key);
            batch.delete(quarantine, key);
            batch.merge(counters, BYTES, little(-length));
            batch.merge(counters, RESOURCES, little(-1));
            db.write(synced, batch);
        }
    }

    void quarantine(Locator at) throws RocksDBException {
        db.put(quarantine, synced, at.bytes(), new byte[] {1});
    }

    Optional<ListRow> listed(Locator at) throws RocksDBException {
        byte[] key = at.bytes();
        return Optional.ofNullable(db.get(list, key)).map(value -> ListRow.decode(key, value));
    }

    /** All rows of {@code list} in the order of their locators. */
    void walk(Consumer<ListRow> each) throws RocksDBException {
        try (RocksIterator rows = db.newIterator(list, walk)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                each.accept(ListRow.decode(rows.key(), rows.value()));
            }
            rows.status();
        }
    }

    List<Locator> quarantined() throws RocksDBException {
        List<Locator> found = new ArrayList<>();
        try (RocksIterator rows = db.newIterator(quarantine, walk)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                found.add(Locator.ofBytes(rows.key()));
            }
            rows.status();
        }
        return found;
    }

    long bytes() throws RocksDBException {
        return counter(BYTES);
    }

    long resources() throws RocksDBException {
        return counter(RESOURCES);
    }

    /** Errors of flushes and compactions, which no write reports. */
    long backgroundErrors() throws RocksDBException {
        return db.getLongProperty("rocksdb.background-errors");
    }

    /** Brings everything from the log into tables, so that the next start reads no log. */
    void flush() throws RocksDBException {
        try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
            db.flush(wait, List.of(counters, data, list, quarantine));
        }
    }

    @Override
    public void close() {
        counters.close();
        data.close();
        list.close();
        quarantine.close();
        db.close();
        synced.close();
        walk.close();
        owned.forEach(RocksObject::close);
    }

    private long counter(byte[] name) throws RocksDBException {
        byte[] value = db.get(counters, name);
        return value == null ? 0 : ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    /** As RocksDB's uint64add reads it; a negative number wraps round to the right sum. */
    private static byte[] little(long value) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    }
}
