package dev.plat.ops.sandbox.registry;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;

/**
 * How the registry is set up, by system properties.
 *
 * @param data its folder: journal, credentials, and {@code ports} with what it listens on
 * @param eppPort 0 takes any, as for the others
 * @param registrars the ids of those who may log in
 */
record RegistrySettings(
        Path data, int eppPort, int rdapPort, int adminPort, List<String> registrars) {

    private static final String PREFIX = "plat.";
    private static final int PORT_MAX = 65_535;
    private static final List<String> KEYS =
            List.of(
                    "plat.data",
                    "plat.registry.epp-port",
                    "plat.registry.rdap-port",
                    "plat.registry.admin-port",
                    "plat.registry.registrars");

    RegistrySettings {
        registrars = List.copyOf(registrars);
    }

    /**
     * Reads them.
     *
     * @throws PlatException {@code config-invalid}, naming the key
     */
    static RegistrySettings read(Properties system) {
        for (String name : new TreeSet<>(system.stringPropertyNames())) {
            if (name.startsWith(PREFIX) && !KEYS.contains(name)) {
                throw invalid(name, system.getProperty(name), String.join(", ", KEYS));
            }
        }
        String data = system.getProperty("plat.data", "").strip();
        if (data.isEmpty()) {
            throw invalid("plat.data", data, "a folder");
        }
        List<String> registrars =
                List.of(system.getProperty("plat.registry.registrars", "plat,rival").split(","));
        for (String id : registrars) {
            if (!id.matches("[a-z0-9-]{3,16}")) {
                throw invalid("plat.registry.registrars", id, "3 to 16 of a-z 0-9 -");
            }
        }
        return new RegistrySettings(
                Path.of(data),
                port(system, "plat.registry.epp-port"),
                port(system, "plat.registry.rdap-port"),
                port(system, "plat.registry.admin-port"),
                registrars);
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
                "The sandbox registry is not set up rightly.",
                "key",
                key,
                "value",
                value,
                "expected",
                expected);
    }
}
