package dev.plat.ops.sandbox.registry;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the registry is set up, by system properties.
 *
 * @param data its folder: journal, credentials, and {@code ports} with what it listens on
 * @param eppPort 0 takes any, as for the others
 * @param dnsAddress where its name server listens, over UDP and TCP
 * @param registrars the ids of those who may log in
 * @param delegated names that are registered from the start, by the first registrar, each with the
 *     addresses of its name servers {@code ns1}, {@code ns2} … below it
 */
record RegistrySettings(
        Path data,
        int eppPort,
        int rdapPort,
        int adminPort,
        InetAddress dnsAddress,
        int dnsPort,
        List<String> registrars,
        Map<String, List<String>> delegated) {

    private static final String PREFIX = "plat.";
    private static final int PORT_MAX = 65_535;
    private static final List<String> KEYS =
            List.of(
                    "plat.data",
                    "plat.registry.epp-port",
                    "plat.registry.rdap-port",
                    "plat.registry.admin-port",
                    "plat.registry.dns-address",
                    "plat.registry.dns-port",
                    "plat.registry.registrars",
                    "plat.registry.delegated");

    RegistrySettings {
        registrars = List.copyOf(registrars);
        delegated = Map.copyOf(delegated);
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
                address(
                        "plat.registry.dns-address",
                        system.getProperty("plat.registry.dns-address", "127.0.0.1")),
                port(system, "plat.registry.dns-port"),
                registrars,
                delegated(system.getProperty("plat.registry.delegated", "")));
    }

    /** {@code name=address+address,…}. */
    private static Map<String, List<String>> delegated(String text) {
        Map<String, List<String>> delegated = new TreeMap<>();
        for (String part : text.isBlank() ? new String[0] : text.split(",")) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw invalid("plat.registry.delegated", part, "name=address+address");
            }
            List<String> addresses = List.of(part.substring(equals + 1).split("\\+"));
            addresses.forEach(address -> address("plat.registry.delegated", address));
            delegated.put(part.substring(0, equals), addresses);
        }
        return delegated;
    }

    private static InetAddress address(String key, String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw invalid(key, text, "an IP address").causedBy(e);
        }
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
