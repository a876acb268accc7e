package dev.plat.resources.engine;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.UUID;

/**
 * What a disk says about itself: whose it is ({@code plat-disk.properties}, written once), whether
 * it was stopped well ({@code CLEAN}, there only between a clean stop and the next start), and
 * whether "not here" can be believed ({@code UNSURE}, there from an unclean start until the disk
 * has been compared with its peers).
 */
final class DiskFormat {

    private static final String FORMAT = "1";

    private final Path folder;
    private final Syncs syncs;
    private volatile boolean sure;

    DiskFormat(Path folder, Syncs syncs) {
        this.folder = folder;
        this.syncs = syncs;
    }

    /** True for a folder that nobody has formatted. */
    boolean isNew() {
        return !Files.exists(identity());
    }

    /** Makes this disk the node's; the last step of formatting. */
    void create(EngineSettings settings) throws IOException {
        Path before = folder.resolve("plat-disk.new");
        write(
                before,
                "format=%s\ntier=%s\nnode=%s\ndisk=%s\n"
                        .formatted(
                                FORMAT,
                                settings.tier().text(),
                                settings.node(),
                                UUID.randomUUID()));
        Files.move(before, identity(), StandardCopyOption.ATOMIC_MOVE);
        markClean();
    }

    /**
     * Goes on only when this is the expected disk.
     *
     * @throws PlatException {@code config-invalid}
     */
    void check(EngineSettings settings) throws IOException {
        Properties found = new Properties();
        found.load(new StringReader(Files.readString(identity())));
        expect(found, "format", FORMAT);
        expect(found, "tier", settings.tier().text());
        expect(found, "node", settings.node());
    }

    /** From now on a stop is unclean until {@link #markClean}. */
    void started() throws IOException {
        if (!Files.deleteIfExists(folder.resolve("CLEAN"))) {
            write(folder.resolve("UNSURE"), "");
        }
        sure = !Files.exists(folder.resolve("UNSURE"));
        syncs.folder(folder);
    }

    /** Whether this disk knows what it does not have. */
    boolean sure() {
        return sure;
    }

    void markUnsure() throws IOException {
        write(folder.resolve("UNSURE"), "");
        syncs.folder(folder);
    }

    void markClean() throws IOException {
        write(folder.resolve("CLEAN"), "");
        syncs.folder(folder);
    }

    private Path identity() {
        return folder.resolve("plat-disk.properties");
    }

    private void write(Path file, String text) throws IOException {
        try (FileChannel out =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            out.write(StandardCharsets.UTF_8.encode(text));
            syncs.file(out);
        }
    }

    private void expect(Properties found, String name, String expected) {
        String value = found.getProperty(name, "");
        if (!value.equals(expected)) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "This folder belongs to something else.",
                    "folder",
                    folder.toString(),
                    "field",
                    name,
                    "value",
                    value,
                    "expected",
                    expected);
        }
    }
}
