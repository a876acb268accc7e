package dev.plat.resources.engine;

import dev.plat.resources.blob.Locator;
import dev.plat.schemas.Bucket;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of large resources: {@code files/<bucket>/<locator>.<generation>}. The generation, 64
 * random bits, makes every name unique: a late removal cannot hit a newer file, and a move cannot
 * silently replace one. A crash leaves at most a file without row: see {@link Leftovers}.
 */
final class LargeFiles {

    private final Path files;
    private final Path unfinished;
    private final Syncs syncs;
    private final Set<Bucket> folders = ConcurrentHashMap.newKeySet();

    LargeFiles(Path folder, Syncs syncs) {
        this.files = folder.resolve("files");
        this.unfinished = folder.resolve("tmp");
        this.syncs = syncs;
    }

    /** Part of formatting. */
    void makeFolders() throws IOException {
        Files.createDirectories(unfinished);
        Files.createDirectories(files);
        syncs.folder(files.resolveSibling("."));
    }

    /** Removes what puts left unfinished when the process died. */
    void sweepUnfinished() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(unfinished)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }

    Path newUnfinished() {
        return unfinished.resolve(UUID.randomUUID().toString());
    }

    /** Gives a finished and synced file its name; durable when this returns. */
    void keep(Path finished, Locator at, long generation) throws IOException {
        makeFolder(at.bucket());
        Path target = path(at, generation);
        Files.move(finished, target, StandardCopyOption.ATOMIC_MOVE);
        syncs.folder(folder(at.bucket()));
    }

    FileChannel open(Locator at, long generation) throws IOException {
        return FileChannel.open(path(at, generation), StandardOpenOption.READ);
    }

    boolean isWhole(Locator at, long generation, long length) throws IOException {
        Path path = path(at, generation);
        return Files.exists(path) && Files.size(path) == length;
    }

    /** The row went first, so a removal that a power cut undoes leaves only a leftover. */
    void remove(Locator at, long generation) throws IOException {
        Files.deleteIfExists(path(at, generation));
    }

    Path folder(Bucket bucket) {
        return files.resolve(HexFormat.of().toHexDigits(bucket.number(), 3));
    }

    /** A name is durable only when its folder's name is, so no put goes on before that. */
    private void makeFolder(Bucket bucket) throws IOException {
        if (!folders.contains(bucket)) {
            Files.createDirectories(folder(bucket));
            syncs.folder(files);
            folders.add(bucket);
        }
    }

    private Path path(Locator at, long generation) {
        return folder(at.bucket()).resolve(at.hex() + "." + HexFormat.of().toHexDigits(generation));
    }
}
