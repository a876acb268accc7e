package dev.plat.resources.engine;

import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ChunkChecks;
import dev.plat.resources.blob.Locator;
import dev.plat.resources.blob.PutResult;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of one disk. A locator is read, decided about and written by one thread at a time, or two
 * puts of one resource would count it twice; the lock is one of a few stripes. Threads: safe.
 */
final class DiskWriter {

    private static final Logger LOG = LoggerFactory.getLogger(DiskWriter.class);
    private static final int STRIPES = 1024;

    private final DiskRows rows;
    private final LargeFiles files;
    private final Syncs syncs;
    private final DiskTrust trust;
    private final Quarantine quarantine;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Object[] stripes = new Object[STRIPES];

    DiskWriter(
            DiskRows rows,
            LargeFiles files,
            Syncs syncs,
            DiskTrust trust,
            Quarantine quarantine,
            InstantSource clock,
            RandomGenerator random) {
        this.rows = rows;
        this.files = files;
        this.syncs = syncs;
        this.trust = trust;
        this.quarantine = quarantine;
        this.clock = clock;
        this.random = random;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
    }

    /**
     * Whether these bytes are here and whole; a damaged row does not hold them.
     *
     * @throws PlatException {@code content-differs}
     */
    boolean holds(Locator at, BlobInfo info) {
        if (quarantine.holds(at)) {
            return false;
        }
        try {
            return rows.find(at).filter(row -> isKept(at, row, info)).isPresent();
        } catch (PlatException e) {
            if (e.code() == ErrorCode.RESOURCE_DAMAGED) {
                return false;
            }
            throw e;
        }
    }

    PutResult putSmall(Locator at, BlobInfo info, Body body) {
        byte[] bytes;
        try {
            bytes = BodyReader.inMemory(info, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Row row =
                new Row(
                        info,
                        clock.millis(),
                        ChunkChecks.of(bytes, 0, bytes.length),
                        new Row.InRow(bytes, 0));
        return keep(at, row, () -> {});
    }

    PutResult putLarge(Locator at, BlobInfo info, Body body) {
        Path unfinished = files.newUnfinished();
        try {
            ChunkChecks checks = BodyReader.intoFile(info, body, unfinished, syncs);
            long generation = random.nextLong();
            Row row = new Row(info, clock.millis(), checks, new Row.InFile(generation));
            return keep(at, row, () -> files.keep(unfinished, at, generation));
        } catch (DiskWriteException e) {
            throw failed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            remove(unfinished);
        }
    }

    boolean delete(Locator at) {
        return rows.change(() -> {
            synchronized (stripe(at)) {
                Optional<ListRow> listed = rows.raw().listed(at);
                if (listed.isEmpty()) {
                    return false;
                }
                Optional<Row> row = readForUpdate(at);
                rows.raw().delete(at, listed.get().length());
                quarantine.healed(at);
                if (row.isPresent() && row.get().place() instanceof Row.InFile place) {
                    files.remove(at, place.generation());
                }
                return true;
            }
        });
    }

    /** What must happen before the row is written. */
    private interface Before {
        void run() throws IOException;
    }

    private PutResult keep(Locator at, Row row, Before before) {
        return rows.change(() -> {
            synchronized (stripe(at)) {
                return keepLocked(at, row, before);
            }
        });
    }

    private PutResult keepLocked(Locator at, Row row, Before before)
            throws RocksDBException, IOException {
        trust.expectWritable();
        Optional<Row> old = readForUpdate(at);
        boolean damaged = quarantine.holds(at);
        if (!damaged && old.isPresent() && isKept(at, old.get(), row.info())) {
            return PutResult.PRESENT;
        }
        before.run();
        long lengthBefore = rows.raw().listed(at).map(ListRow::length).orElse(-1L);
        rows.raw().write(at, row, lengthBefore);
        quarantine.healed(at);
        if (old.isPresent() && old.get().place() instanceof Row.InFile place) {
            files.remove(at, place.generation());
        }
        return PutResult.STORED;
    }

    /** What RocksDB calls corrupt may be written over or deleted: the newer row hides it. */
    private Optional<Row> readForUpdate(Locator at) throws RocksDBException {
        try {
            return rows.raw().read(at).flatMap(Row::decode);
        } catch (RocksDBException e) {
            if (DiskRows.isDamage(e)) {
                quarantine.add(at, "RocksDB says so");
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean isKept(Locator at, Row old, BlobInfo wanted) {
        if (!old.holds(wanted)) {
            throw new PlatException(
                    ErrorCode.CONTENT_DIFFERS,
                    "Other bytes are stored under this locator.",
                    "resource",
                    at.toString());
        }
        return switch (old.place()) {
            case Row.InRow _ -> old.bytesAreWhole();
            case Row.InFile file -> fileIsKept(at, file.generation(), wanted.length());
        };
    }

    private boolean fileIsKept(Locator at, long generation, long length) {
        try {
            return files.isWhole(at, generation, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PlatException failed(DiskWriteException e) {
        return e.isNoSpace()
                ? new PlatException(ErrorCode.NO_SPACE, "The disk is full.").causedBy(e)
                : trust.failed(e);
    }

    private static void remove(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            LOG.warn("An unfinished file stays until the next start.", e);
        }
    }

    private Object stripe(Locator at) {
        return stripes[Math.floorMod(at.hashCode(), STRIPES)];
    }
}
