package dev.plat.ops.sandbox.card;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/**
 * How the card provider is set up, by system properties.
 *
 * @param data its folder, with what it listens on, its keys and its certificate
 * @param database a JDBC URL with user and password
 * @param port of the API and the pages; 0 takes any
 * @param controlPort 0 takes any
 * @param certificate a PEM file with the chain; without it one is made
 * @param key its key, a PEM file in PKCS#8
 * @param trust certificates of those who sign shops' endpoints, a PEM file; else the JDK's
 */
record CardSettings(
        Path data,
        String database,
        int port,
        int controlPort,
        Optional<Path> certificate,
        Optional<Path> key,
        Optional<Path> trust) {

    private static final String PREFIX = "plat.";
    private static final int PORT_MAX = 65_535;
    private static final List<String> KEYS =
            List.of(
                    "plat.data",
                    "plat.profile",
                    "plat.card.database",
                    "plat.card.port",
                    "plat.card.control-port",
                    "plat.card.certificate",
                    "plat.card.key",
                    "plat.card.trust");

    /**
     * Reads them.
     *
     * @throws PlatException {@code config-invalid}, naming the key
     */
    static CardSettings read(Properties system) {
        for (String name : new TreeSet<>(system.stringPropertyNames())) {
            if (name.startsWith(PREFIX) && !KEYS.contains(name)) {
                throw invalid(name, system.getProperty(name), String.join(", ", KEYS));
            }
        }
        String profile = system.getProperty("plat.profile", "local").strip();
        if (profile.equals("production")) {
            throw invalid("plat.profile", profile, "anything else: no real card is charged here");
        }
        String data = system.getProperty("plat.data", "").strip();
        if (data.isEmpty()) {
            throw invalid("plat.data", data, "a folder");
        }
        String database = system.getProperty("plat.card.database", "").strip();
        if (!database.startsWith("jdbc:postgresql:")) {
            // The value may hold a password.
            throw invalid("plat.card.database", "not shown", "jdbc:postgresql://… with user");
        }
        Optional<Path> certificate = file(system, "plat.card.certificate");
        Optional<Path> key = file(system, "plat.card.key");
        if (certificate.isPresent() != key.isPresent()) {
            throw invalid("plat.card.key", "one of two", "certificate and key, or neither");
        }
        return new CardSettings(
                Path.of(data),
                database,
                port(system, "plat.card.port"),
                port(system, "plat.card.control-port"),
                certificate,
                key,
                file(system, "plat.card.trust"));
    }

    private static Optional<Path> file(Properties system, String key) {
        return Optional.ofNullable(system.getProperty(key))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }

    private static int port(Properties system, String key) {
        String text = system.getProperty(key, "0").strip();
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw invalid(key, text, "0 to " + PORT_MAX).causedBy(e);
        }
        throw invalid(key, text, "0 to " + PORT_MAX);
    }

    private static PlatException invalid(String key, String value, String expected) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                "The sandbox card provider is not set up rightly.",
                "key",
                key,
                "value",
                value,
                "expected",
                expected);
    }
}
