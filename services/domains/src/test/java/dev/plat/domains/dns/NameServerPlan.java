package dev.plat.domains.dns;

import dev.plat.router.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What a name server of a test is started with.
 *
 * @param port 0 for one that is free for UDP and TCP
 * @param zones the zone's name without final dot, and the text of its zone file
 * @param keys TSIG keys, HMAC-SHA-256, that may transfer and update every zone: name, and secret in
 *     base 64
 * @param more what is added at the end of the server's configuration
 */
public record NameServerPlan(
        NameServerKind kind,
        String address,
        int port,
        Map<String, String> zones,
        Map<String, String> keys,
        String more) {

    private static final int PORT_TRIES = 20;

    public NameServerPlan zone(String name, String text) {
        return new NameServerPlan(kind, address, port, and(zones, name, text), keys, more);
    }

    /** {@link NameServers#plainZone} of that name. */
    public NameServerPlan zone(String name) {
        return zone(name, NameServers.plainZone(name));
    }

    public NameServerPlan key(String name, String secret) {
        return new NameServerPlan(kind, address, port, zones, and(keys, name, secret), more);
    }

    /** Another address of the loopback network, such as 127.0.0.53. */
    public NameServerPlan at(String otherAddress, int otherPort) {
        return new NameServerPlan(kind, otherAddress, otherPort, zones, keys, more);
    }

    public NameServerPlan more(String text) {
        return new NameServerPlan(kind, address, port, zones, keys, text);
    }

    /** Returns when the server answers over UDP and TCP. */
    public NameServer start() {
        NameServerPlan placed = port == 0 ? at(address, freePort(address)) : this;
        Path folder =
                Path.of(
                                "target",
                                "name-servers",
                                kind.name().toLowerCase(Locale.ROOT) + "-" + placed.port)
                        .toAbsolutePath();
        try {
            NameServerFolders.empty(folder);
            Files.createDirectories(folder);
            return NameServer.start(placed, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Free for TCP a moment ago, and for UDP too. */
    public static int freePort(String address) {
        return IntStream.range(0, PORT_TRIES)
                .map(_ -> Ports.free())
                .filter(port -> freeForUdp(address, port))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("no port is free for both UDP and TCP"));
    }

    private static boolean freeForUdp(String address, int port) {
        try (DatagramSocket _ = new DatagramSocket(new InetSocketAddress(address, port))) {
            return true;
        } catch (SocketException taken) {
            return false;
        }
    }

    private static Map<String, String> and(Map<String, String> map, String key, String value) {
        Map<String, String> more = new TreeMap<>(map);
        more.put(key, value);
        return Map.copyOf(more);
    }
}
