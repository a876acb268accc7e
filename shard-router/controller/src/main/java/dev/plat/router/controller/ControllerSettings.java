package dev.plat.router.controller;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/**
 * How a controller is set up: by system properties ({@code -Dplat.zookeeper=…}), which win, and a
 * properties file whose name is the one argument.
 *
 * @param zookeeper {@code host:port}, several with commas
 * @param secrets the file with {@code postgres.mover.password} and {@code postgres.copy.password}
 * @param data a folder of its own, for the registry's snapshot
 * @param instance unique among the controllers, for people who look
 * @param port of {@code /health} and {@code /status} on loopback; 0 takes any
 */
record ControllerSettings(String zookeeper, Path secrets, Path data, String instance, int port) {

    static final String REGISTRY_ROOT = "/plat";

    private static final String PREFIX = "plat.";
    private static final int PORT_MAX = 65_535;

    /**
     * Every key there is; the last three belong to the control points, which read them themselves.
     */
    private static final List<String> KEYS =
            List.of(
                    "plat.zookeeper",
                    "plat.secrets",
                    "plat.data",
                    "plat.instance",
                    "plat.port",
                    "plat.control",
                    "plat.control.file",
                    "plat.control.gates");

    /**
     * Reads them.
     *
     * @throws PlatException {@code config-invalid}, naming the key that is unknown, missing or
     *     wrong
     */
    static ControllerSettings read(String[] args, Properties system) {
        Properties values = new Properties();
        if (args.length > 1) {
            throw invalid("arguments", String.join(" ", args), "one properties file at most");
        }
        if (args.length == 1) {
            values.putAll(load(Path.of(args[0])));
        }
        system.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .forEach(name -> values.setProperty(name, system.getProperty(name)));
        for (String name : new TreeSet<>(values.stringPropertyNames())) {
            if (name.startsWith(PREFIX) && !KEYS.contains(name)) {
                throw invalid(name, values.getProperty(name), String.join(", ", KEYS));
            }
        }
        return new ControllerSettings(
                required(values, "plat.zookeeper", "host:port of ZooKeeper"),
                Path.of(required(values, "plat.secrets", "the file of secrets")),
                Path.of(required(values, "plat.data", "a folder")),
                required(values, "plat.instance", "a name: controller-1"),
                port(values.getProperty("plat.port", "0")));
    }

    /**
     * One of the secrets.
     *
     * @throws PlatException {@code config-invalid} when the file lacks it
     */
    String secret(String name) {
        String value = load(secrets).getProperty(name, "");
        if (value.isBlank()) {
            throw invalid("plat.secrets", secrets.toString(), "a file with " + name);
        }
        return value;
    }

    private static Properties load(Path file) {
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
            return values;
        } catch (IOException e) {
            throw invalid("file", file.toString(), "a properties file that can be read")
                    .causedBy(e);
        }
    }

    private static String required(Properties values, String key, String expected) {
        String value = values.getProperty(key, "").strip();
        if (value.isEmpty()) {
            throw invalid(key, value, expected);
        }
        return value;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text.strip());
            if (port >= 0 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw invalid("plat.port", text, "0 to " + PORT_MAX).causedBy(e);
        }
        throw invalid("plat.port", text, "0 to " + PORT_MAX);
    }

    private static PlatException invalid(String key, String value, String expected) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                "The controller is not set up rightly.",
                "key",
                key,
                "value",
                value,
                "expected",
                expected);
    }
}
