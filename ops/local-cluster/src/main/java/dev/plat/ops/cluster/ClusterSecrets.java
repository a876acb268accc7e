package dev.plat.ops.cluster;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/**
 * The cluster's secrets: made once, readable by this user alone, handed to processes by the file's
 * name.
 */
final class ClusterSecrets {

    private static final int BYTES = 32;
    private static final List<String> NAMES =
            List.of(
                    "cluster",
                    "service.secret",
                    "ticket.secret",
                    "resource.root",
                    "pepper",
                    "domains.label",
                    "webhooks.root",
                    "postgres.superuser.password",
                    "postgres.owner.password",
                    "postgres.app.password",
                    "postgres.scan.password",
                    "postgres.mover.password",
                    "postgres.copy.password",
                    "card.database.password");

    private final Properties values;

    private ClusterSecrets(Properties values) {
        this.values = values;
    }

    /**
     * Those in the file; missing ones are made first, all of a new cluster or what a newer Plat
     * needs of an old one.
     */
    static ClusterSecrets loadOrMake(Path file) {
        try {
            Properties values = new Properties();
            if (Files.exists(file)) {
                try (Reader reader = Files.newBufferedReader(file)) {
                    values.load(reader);
                }
            }
            if (!values.stringPropertyNames().containsAll(NAMES)) {
                complete(values);
                store(values, file);
            }
            return new ClusterSecrets(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String get(String name) {
        String value = values.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("the secrets file lacks " + name);
        }
        return value;
    }

    private static void complete(Properties values) {
        SecureRandom random = new SecureRandom();
        values.putIfAbsent("cluster", UUID.randomUUID().toString());
        for (String name : NAMES) {
            byte[] secret = new byte[BYTES];
            random.nextBytes(secret);
            values.putIfAbsent(name, HexFormat.of().formatHex(secret));
        }
    }

    private static void store(Properties values, Path file) throws IOException {
        StringWriter text = new StringWriter();
        values.store(text, "Plat: secrets of one local cluster");
        Path temporary =
                Files.createTempFile(
                        file.toAbsolutePath().resolveSibling("."),
                        "secrets",
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(temporary, text.toString());
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
