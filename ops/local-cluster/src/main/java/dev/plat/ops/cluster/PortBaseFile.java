package dev.plat.ops.cluster;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Properties;

/** The port base that a folder's cluster was first started with: {@code cluster.properties}. */
final class PortBaseFile {

    private static final String KEY = "port.base";

    private final Path file;

    PortBaseFile(Path data) {
        this.file = data.resolve("cluster.properties");
    }

    /**
     * Empty before the first start.
     *
     * @throws PlatException {@code config-invalid} when the file says something else
     */
    OptionalInt read() {
        if (Files.notExists(file)) {
            return OptionalInt.empty();
        }
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String value = values.getProperty(KEY, "").strip();
        try {
            return OptionalInt.of(Integer.parseInt(value));
        } catch (NumberFormatException e) {
            throw new PlatException(
                            ErrorCode.CONFIG_INVALID,
                            "The folder does not say which ports its cluster has.",
                            "file",
                            file.toString(),
                            "value",
                            value,
                            "expected",
                            KEY + "=N")
                    .causedBy(e);
        }
    }

    /** Writes it once. */
    void keep(int portBase) {
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.writeString(file, KEY + "=" + portBase + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
