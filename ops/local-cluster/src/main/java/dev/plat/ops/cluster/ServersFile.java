package dev.plat.ops.cluster;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;

/**
 * How many PostgreSQL servers the folder's cluster has: {@code servers.properties}, written when
 * one was added, so that it is started again with the others.
 */
final class ServersFile {

    private static final String KEY = "postgres.servers";

    private final Path file;

    ServersFile(Path data) {
        this.file = data.resolve("servers.properties");
    }

    /**
     * The servers' numbers, from 1.
     *
     * @throws PlatException {@code config-invalid} when the file says something else
     */
    List<Integer> postgres() {
        return IntStream.rangeClosed(1, count()).boxed().toList();
    }

    /** Keeps that there are so many. */
    void keep(int servers) {
        try {
            Path temporary = Files.createTempFile(file.resolveSibling("."), "servers", ".tmp");
            Files.writeString(temporary, KEY + "=" + servers + "\n");
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int count() {
        if (Files.notExists(file)) {
            return ClusterLayout.POSTGRES_SERVERS;
        }
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String value = values.getProperty(KEY, "").strip();
        boolean known =
                value.matches("\\d")
                        && Integer.parseInt(value) >= ClusterLayout.POSTGRES_SERVERS
                        && Integer.parseInt(value) <= ClusterLayout.POSTGRES_SERVERS_MAX;
        if (!known) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "The folder does not say how many PostgreSQL servers its cluster has.",
                    "file",
                    file.toString(),
                    "value",
                    value,
                    "expected",
                    "%s=%d to %d"
                            .formatted(
                                    KEY,
                                    ClusterLayout.POSTGRES_SERVERS,
                                    ClusterLayout.POSTGRES_SERVERS_MAX));
        }
        return Integer.parseInt(value);
    }
}
