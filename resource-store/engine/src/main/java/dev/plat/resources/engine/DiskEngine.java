package dev.plat.resources.engine;

import dev.plat.resources.blob.Blob;
import dev.plat.resources.blob.BlobBackend;
import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.Locator;
import dev.plat.resources.blob.PutResult;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One disk: blobs up to {@link #SMALL_MAX} in RocksDB, larger ones as files beside it.
 *
 * <p>A put has returned only after its bytes and its row were synced; what a crash leaves behind is
 * a file without row, which nobody can reach. What a get hands out was checked against sums made
 * when the bytes came in. Damage is quarantined and answered {@code resource-damaged}, never
 * served. After a failed write the disk is {@link DiskState#SUSPECT}: reads go on, writes are
 * refused.
 *
 * <p>Threads: safe and blocking, made for virtual threads; native calls run on bounded platform
 * threads inside.
 */
public final class DiskEngine implements BlobBackend, AutoCloseable {

    /** Where RocksDB and one file per blob break even for durable writes, as measured. */
    public static final int SMALL_MAX = 256 << 10;

    private final DiskRows rows;
    private final DiskWriter writer;
    private final DiskTrust trust;
    private final SpaceReserve space;
    private final Quarantine quarantine;
    private final LargeFiles files;
    private final DiskFormat format;

    DiskEngine(
            DiskRows rows,
            DiskWriter writer,
            DiskTrust trust,
            SpaceReserve space,
            Quarantine quarantine,
            LargeFiles files,
            DiskFormat format) {
        this.rows = rows;
        this.writer = writer;
        this.trust = trust;
        this.space = space;
        this.quarantine = quarantine;
        this.files = files;
        this.format = format;
    }

    /**
     * Opens a disk, or formats an empty folder.
     *
     * @throws PlatException {@code config-invalid} when it belongs to another node or tier, or
     *     cannot be opened
     */
    public static DiskEngine open(EngineSettings settings) {
        return DiskOpening.open(settings, Syncs.REAL);
    }

    @Override
    public PutResult put(Locator at, BlobInfo info, Body body) {
        trust.expectWritable();
        if (admit(at, info)) {
            return PutResult.PRESENT;
        }
        try (SpaceReserve.Reservation _ = space.take(info.length())) {
            return info.length() <= SMALL_MAX
                    ? writer.putSmall(at, info, body)
                    : writer.putLarge(at, info, body);
        }
    }

    /**
     * What a put of this resource would meet, asked before its body is read.
     *
     * @return true when the bytes are here already and no body is needed
     * @throws PlatException {@code content-differs}, {@code no-space}, {@code disk-suspect}
     */
    public boolean admit(Locator at, BlobInfo info) {
        trust.expectWritable();
        boolean present = writer.holds(at, info);
        if (!present) {
            space.take(info.length()).close();
        }
        return present;
    }

    @Override
    public Optional<Blob> get(Locator at) {
        return open(at).map(blob -> blob);
    }

    /** As {@link #get}, in the form in which bytes can be sent without another copy. */
    public Optional<StoredBlob> open(Locator at) {
        quarantine.expectNot(at);
        return rows.find(at).map(row -> open(at, row));
    }

    @Override
    public Optional<BlobInfo> head(Locator at) {
        quarantine.expectNot(at);
        return rows.find(at).map(Row::info);
    }

    @Override
    public boolean delete(Locator at) {
        trust.expectWritable();
        return writer.delete(at);
    }

    /**
     * Makes room in a cache: removes what was stored longest ago until {@code bytes} are freed.
     *
     * @param keep what must stay whatever its age
     * @return how many bytes were freed
     */
    public long evictOldest(long bytes, Predicate<Locator> keep) {
        Oldest oldest = new Oldest(bytes, keep);
        rows.walk(oldest::offer);
        long freed = 0;
        for (ListRow row : oldest.chosen()) {
            freed += delete(row.at()) ? row.length() : 0;
        }
        return freed;
    }

    /** Bytes of all resources here, without what keeping them costs. */
    public long bytesUsed() {
        return rows.bytes();
    }

    /** Asks the disk; takes a moment. */
    public DiskHealth health() {
        rows.checkBackground();
        return new DiskHealth(
                trust.state(),
                rows.resources(),
                rows.bytes(),
                quarantine.size(),
                space.left(),
                sure());
    }

    public DiskState state() {
        return trust.state();
    }

    /** Whether "not here" proves anything; false from an unclean stop on. */
    public boolean sure() {
        return format.sure();
    }

    /** Waits for calls that run, writes everything down, and marks the stop as clean. */
    @Override
    public void close() {
        boolean healthy = trust.state() == DiskState.ACTIVE;
        if (!trust.close() || !rows.close(healthy) || !healthy) {
            return;
        }
        try {
            format.markClean();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StoredBlob open(Locator at, Row row) {
        return switch (row.place()) {
            case Row.InRow place -> new StoredBlob.InMemory(row, place);
            case Row.InFile place -> openFile(at, row, place);
        };
    }

    private StoredBlob openFile(Locator at, Row row, Row.InFile place) {
        try {
            if (!files.isWhole(at, place.generation(), row.info().length())) {
                throw rows.damaged(at, "its file is missing or short");
            }
            return new StoredBlob.InFile(
                    row,
                    files.open(at, place.generation()),
                    () -> rows.damaged(at, "a chunk of its file"));
        } catch (IOException e) {
            throw new PlatException(
                            ErrorCode.TRY_AGAIN,
                            "The file of this resource cannot be opened.",
                            "resource",
                            at.toString())
                    .causedBy(e);
        }
    }
}
