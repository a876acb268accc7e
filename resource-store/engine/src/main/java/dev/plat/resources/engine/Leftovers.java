package dev.plat.resources.engine;

import dev.plat.resources.blob.Locator;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes files that no row names: a crash between a file and its row, or between a row's removal
 * and its file's, leaves them. Younger ones may be a put on its way and stay.
 */
final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration AGE_MIN = Duration.ofHours(1);

    private final LargeFiles files;
    private final DiskRows rows;
    private final DiskTrust trust;
    private final InstantSource clock;

    Leftovers(LargeFiles files, DiskRows rows, DiskTrust trust, InstantSource clock) {
        this.files = files;
        this.rows = rows;
        this.trust = trust;
        this.clock = clock;
    }

    /** One walk over all folders; ends early when the disk is closed or suspect. */
    void sweep() {
        int removed = 0;
        try {
            for (int i = 0; i < Bucket.COUNT && trust.state() == DiskState.ACTIVE; i++) {
                removed += sweep(files.folder(new Bucket(i)));
            }
        } catch (IOException | PlatException e) {
            LOG.warn("The sweep of files without row stopped; the next start tries again.", e);
        }
        if (removed > 0) {
            LOG.info("Removed {} files without row.", removed);
        }
    }

    private int sweep(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        int removed = 0;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            for (Path file : found) {
                if (isOld(file) && !isNamed(file)) {
                    Files.deleteIfExists(file);
                    removed++;
                }
            }
        }
        return removed;
    }

    private boolean isOld(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toMillis() < clock.millis() - AGE_MIN.toMillis();
    }

    /** Anything doubtful counts as named: a damaged row keeps its file. */
    private boolean isNamed(Path file) {
        String name = file.getFileName().toString();
        if (name.length() != 64 + 1 + 16) {
            return true;
        }
        Locator at = new Locator(name.substring(0, 64));
        long generation = HexFormat.fromHexDigitsToLong(name, 65, 81);
        try {
            Optional<Row> row = rows.find(at);
            return row.isPresent()
                    && row.get().place() instanceof Row.InFile place
                    && place.generation() == generation;
        } catch (PlatException e) {
            LOG.debug("{} cannot be read; its file stays.", at, e);
            return true;
        }
    }
}
