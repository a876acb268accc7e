package dev.plat.resources.engine;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.rocksdb.RocksDBException;

/**
 * Puts an engine together. The order matters: whose disk it is, before anything is changed; then
 * RocksDB, whose lock keeps a second process out; only then the marks and the leftovers.
 */
final class DiskOpening {

    private DiskOpening() {}

    static DiskEngine open(EngineSettings settings, Syncs syncs) {
        try {
            return openChecked(settings, syncs);
        } catch (RocksDBException | IOException e) {
            throw new PlatException(
                            ErrorCode.CONFIG_INVALID,
                            "The disk cannot be opened.",
                            "folder",
                            settings.folder().toString(),
                            "reason",
                            String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }

    private static DiskEngine openChecked(EngineSettings settings, Syncs syncs)
            throws IOException, RocksDBException {
        Path folder = settings.folder();
        Files.createDirectories(folder);
        DiskFormat format = new DiskFormat(folder, syncs);
        LargeFiles files = new LargeFiles(folder, syncs);
        if (format.isNew()) {
            files.makeFolders();
            format.create(settings);
        }
        format.check(settings);
        RocksRows raw =
                RocksRows.open(
                        Files.createDirectories(folder.resolve("rows")),
                        settings.cacheBytes(),
                        () -> markUnsure(format));
        try {
            format.started();
            files.sweepUnfinished();
            return assemble(settings, syncs, format, files, raw);
        } catch (IOException | RocksDBException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private static DiskEngine assemble(
            EngineSettings settings,
            Syncs syncs,
            DiskFormat format,
            LargeFiles files,
            RocksRows raw)
            throws IOException, RocksDBException {
        InstantSource clock = InstantSource.system();
        DiskTrust trust = new DiskTrust();
        Quarantine quarantine = new Quarantine(raw.quarantined());
        DiskRows rows =
                new DiskRows(
                        raw,
                        new RocksThreads("rows-read-", settings.readers()),
                        new RocksThreads("rows-write-", settings.writers()),
                        trust,
                        quarantine);
        DiskWriter writer =
                new DiskWriter(rows, files, syncs, trust, quarantine, clock, new SecureRandom());
        SpaceReserve space = new SpaceReserve(settings.folder(), settings.reserveBytes());
        Leftovers leftovers = new Leftovers(files, rows, trust, clock);
        Thread.ofVirtual().name("leftovers").start(leftovers::sweep);
        return new DiskEngine(rows, writer, trust, space, quarantine, files, format);
    }

    private static void markUnsure(DiskFormat format) {
        try {
            format.markUnsure();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
