package dev.plat.router.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Programs that come as resources of a jar, unpacked once per user and version into {@code
 * ~/.cache/plat} (or {@code -Dplat.binaries=…}). Unpacked beside the final place and renamed, so
 * that two processes may do it at the same time and a half-unpacked folder is never used.
 */
final class Binaries {

    private Binaries() {}

    /** {@code linux} or {@code darwin}. */
    static String system() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return name.contains("mac") ? "darwin" : "linux";
    }

    /** {@code x86_64} or {@code arm_64}, as the archives of PostgreSQL call them. */
    static boolean isArm() {
        return System.getProperty("os.arch", "").contains("aarch64");
    }

    /** Unpacks a {@code .txz} resource into the folder {@code name}. */
    static Path unpacked(String resource, String name) {
        return once(name, (in, temporary) -> untar(in, temporary), resource);
    }

    /** Copies a program out of a resource. */
    static Path program(String resource, String name) {
        return once(
                name,
                (in, temporary) -> {
                    Files.copy(in, temporary);
                    makeExecutable(temporary);
                },
                resource);
    }

    private static Path once(String name, Unpacking unpacking, String resource) {
        Path target = cache().resolve(name);
        if (Files.exists(target)) {
            return target;
        }
        try (InputStream in = open(resource)) {
            Files.createDirectories(cache());
            Path work = Files.createTempDirectory(cache(), "." + name);
            Path temporary = work.resolve("new");
            unpacking.run(in, temporary);
            settle(temporary, target);
            deleteTree(work);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + resource + " to " + target, e);
        }
    }

    /**
     * Whoever comes second throws its copy away. What a rename onto a filled folder throws has no
     * type of its own: the system's text says it, so the folder is looked at instead.
     */
    static void settle(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.exists(target)) {
                throw e;
            }
            deleteTree(temporary);
        }
    }

    private static InputStream open(String resource) {
        return Optional.ofNullable(Binaries.class.getResourceAsStream(resource))
                .orElseThrow(() ->
                        new IllegalStateException(
                                resource
                                        + " is not on the class path: this machine's"
                                        + " programs are not among the dependencies"));
    }

    private static Path cache() {
        String given = System.getProperty("plat.binaries", "");
        return given.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "plat")
                : Path.of(given);
    }

    private static void untar(InputStream in, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                unpack(tar, entry, folder.resolve(entry.getName()).normalize());
                entry = tar.getNextEntry();
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, target);
        if ((entry.getMode() & 0b001_000_000) != 0) {
            makeExecutable(target);
        }
    }

    private static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Removes a folder with everything in it; links are not followed. */
    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Makes a rename in this folder survive a power cut. */
    static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private interface Unpacking {
        void run(InputStream in, Path temporary) throws IOException;
    }
}
