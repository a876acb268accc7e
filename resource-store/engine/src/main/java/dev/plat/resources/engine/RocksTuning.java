package dev.plat.resources.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ChecksumType;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksObject;
import org.rocksdb.UInt64AddOperator;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/**
 * The settings that are decisions; the numbers behind them stand in the design of the store. Native
 * objects made here are handed on in {@link #owned()} and closed after the database.
 */
final class RocksTuning {

    private static final long MIN_BLOB_BYTES = 1 << 10;
    private static final long BLOB_FILE_BYTES = 64L << 20;
    private static final long WAL_BYTES_MAX = 64L << 20;
    private static final long WRITE_GROUP_BYTES = 4 << 20;
    private static final int OPEN_FILES_MAX = 512;
    private static final int BLOOM_BITS = 10;

    static {
        RocksDB.loadLibrary();
    }

    private final List<RocksObject> owned = new ArrayList<>();
    private final Cache cache;
    private final WriteBufferManager buffers;
    private final long bufferBytes;

    RocksTuning(long cacheBytes) {
        cache = own(new LRUCache(cacheBytes));
        bufferBytes = cacheBytes / 4;
        buffers = own(new WriteBufferManager(cacheBytes / 2, cache));
    }

    List<RocksObject> owned() {
        return owned.reversed();
    }

    DBOptions database(WALRecoveryMode recovery) {
        Properties onlyAsText = new Properties();
        // A deleted log is refused instead of opening empty.
        onlyAsText.setProperty("track_and_verify_wals_in_manifest", "true");
        onlyAsText.setProperty("track_and_verify_wals", "true");
        return own(DBOptions.getDBOptionsFromProps(onlyAsText))
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setWalRecoveryMode(recovery)
                .setParanoidChecks(true)
                // A failed sync is final: the kernel calls the pages clean, a retry would lie.
                .setMaxBgErrorResumeCount(0)
                .setMaxOpenFiles(OPEN_FILES_MAX)
                .setMaxBackgroundJobs(2)
                .setMaxTotalWalSize(WAL_BYTES_MAX)
                .setMaxWriteBatchGroupSizeBytes(WRITE_GROUP_BYTES)
                .setWriteBufferManager(buffers)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0);
    }

    /** In the order in which {@link RocksRows} takes the handles. */
    List<ColumnFamilyDescriptor> families() {
        return List.of(
                family("default", plain().setMergeOperator(own(new UInt64AddOperator()))),
                family("data", blobs(plain())),
                family("list", plain()),
                family("quarantine", plain()));
    }

    private ColumnFamilyOptions plain() {
        Properties onlyAsText = new Properties();
        onlyAsText.setProperty("memtable_protection_bytes_per_key", "8");
        return own(ColumnFamilyOptions.getColumnFamilyOptionsFromProps(onlyAsText))
                .setWriteBufferSize(bufferBytes)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setTableFormatConfig(
                        new BlockBasedTableConfig()
                                .setBlockCache(cache)
                                .setFilterPolicy(own(new BloomFilter(BLOOM_BITS)))
                                .setIndexType(IndexType.kTwoLevelIndexSearch)
                                .setPartitionFilters(true)
                                .setCacheIndexAndFilterBlocks(true)
                                .setPinTopLevelIndexAndFilter(true)
                                .setChecksumType(ChecksumType.kXXH3));
    }

    private static ColumnFamilyOptions blobs(ColumnFamilyOptions options) {
        return options.setEnableBlobFiles(true)
                .setMinBlobSize(MIN_BLOB_BYTES)
                .setBlobFileSize(BLOB_FILE_BYTES)
                .setBlobCompressionType(CompressionType.NO_COMPRESSION)
                .setEnableBlobGarbageCollection(true)
                .setBlobGarbageCollectionAgeCutoff(1.0)
                .setBlobGarbageCollectionForceThreshold(0.3);
    }

    private static ColumnFamilyDescriptor family(String name, ColumnFamilyOptions options) {
        return new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.US_ASCII), options);
    }

    private <T extends RocksObject> T own(T made) {
        owned.add(made);
        return made;
    }
}
