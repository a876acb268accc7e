package dev.plat.domains.check;

import com.sun.net.httpserver.HttpServer;
import dev.plat.domains.dns.NameServer;
import dev.plat.domains.dns.NameServers;
import dev.plat.domains.name.HostNames;
import dev.plat.domains.name.NameSettings;
import dev.plat.router.testkit.Ports;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/**
 * A small internet on loopback addresses: BIND holds {@code test}, two Knots the customers' zones
 * (BIND listens only where an interface has the address, and so on 127.0.0.1 alone); unbound is the
 * visitors' resolver; web servers stand for our edge, a CDN and a stranger. All name servers share
 * one port, as real ones share 53.
 */
final class CheckedNet implements AutoCloseable {

    static final String EDGE = "127.0.2.1";
    static final String CDN = "127.0.2.2";
    static final String STRANGER = "127.0.2.3";
    static final String NOBODY = "127.0.2.4";

    private static final String PARENT = "127.0.0.1";
    private static final String FIRST = "127.0.1.2";
    private static final String SECOND = "127.0.1.3";
    static final String THIRD = "127.0.1.4";

    private static final ProbeKey KEY = new ProbeKey("00".repeat(32));

    private final List<Runnable> open = new ArrayList<>();
    private final Map<String, List<String>> delegations = new TreeMap<>();
    private final Map<String, String> onFirst = new TreeMap<>();
    private final Map<String, String> onSecond = new TreeMap<>();
    private final List<String> signed = new ArrayList<>();
    private final HostNames names =
            new HostNames(new NameSettings(List.of(), List.of(), true, null));
    private int port;
    private CheckSettings settings;

    CheckedNet() {
        this.settings = settings(0, 0, 0);
    }

    /** A zone on both servers; the records are lines of a zone file. */
    CheckedNet zone(String name, String... records) {
        return zones(name, zoneText(name, 1, records), zoneText(name, 1, records));
    }

    /** Another zone on each; empty where the server has none. */
    CheckedNet zones(String name, String first, String second) {
        delegations.put(name, List.of("ns1.dns.test.", "ns2.dns.test."));
        if (!first.isEmpty()) {
            onFirst.put(name, first);
        }
        if (!second.isEmpty()) {
            onSecond.put(name, second);
        }
        return this;
    }

    /** Given to these servers by the parent, and held by nobody further. */
    CheckedNet delegated(String name, String... servers) {
        delegations.put(name, List.of(servers));
        return this;
    }

    CheckedNet signed(String zone) {
        signed.add(zone);
        return this;
    }

    static String zoneText(String name, int serial, String... records) {
        return """
        $ORIGIN %1$s.
        $TTL 60
        @ SOA ns1.dns.test. hostmaster.dns.test. %2$d 3600 600 86400 60
        @ NS ns1.dns.test.
        @ NS ns2.dns.test.
        %3$s
        """
                .formatted(name, serial, String.join("\n", records));
    }

    void start() throws IOException {
        StringBuilder test = new StringBuilder();
        test.append("ns1.dns A ").append(FIRST).append("\nns2.dns A ").append(SECOND);
        test.append("\nns3.dns A ").append(THIRD).append("\nedge.plat A ").append(EDGE);
        delegations.forEach((zone, servers) -> {
            for (String server : servers) {
                test.append('\n').append(zone).append(". NS ").append(server);
            }
        });
        var parent = NameServers.bind().zone("test", zoneText("test", 1, test.toString()));
        NameServer running = started(parent.at(PARENT, 0).start());
        port = running.address().getPort();
        var first = NameServers.knot().at(FIRST, port);
        for (var zone : onFirst.entrySet()) {
            first = first.zone(zone.getKey(), zone.getValue());
        }
        loaded(started(first.start()), onFirst.keySet());
        var second = NameServers.knot().at(SECOND, port);
        for (var zone : onSecond.entrySet()) {
            second = second.zone(zone.getKey(), zone.getValue());
        }
        loaded(started(second.start()), onSecond.keySet());
        Map<String, List<String>> stubs = new TreeMap<>();
        stubs.put("test", List.of(PARENT + "@" + port));
        delegations
                .keySet()
                .forEach(zone -> stubs.put(zone, List.of(FIRST + "@" + port, SECOND + "@" + port)));
        Unbound unbound =
                Unbound.start(new InetSocketAddress("127.0.1.9", Ports.free()), stubs, signed);
        open.add(unbound::close);
        int web = Ports.free();
        web(EDGE, web, (host, path) -> "404 not ours");
        web(
                CDN,
                web,
                (host, path) ->
                        "200 " + KEY.answer(host, path.substring("/.plat/probe/".length())));
        web(STRANGER, web, (host, path) -> "200 welcome");
        settings = settings(port, web, unbound.address().getPort());
    }

    int port() {
        return port;
    }

    CheckSettings settings() {
        return settings;
    }

    /** The same net, looked at otherwise. */
    CheckSettings settings(@Nullable InetSocketAddress resolver, boolean privateAddresses) {
        return new CheckSettings(
                settings.platform(),
                resolver,
                settings.roots(),
                settings.serverPort(),
                settings.probePort(),
                privateAddresses,
                false);
    }

    /** Asks for that name with its proof's usual place and value. */
    CheckResult check(String name) {
        try (Checker checker = checker(settings)) {
            return checker.check(request(name));
        }
    }

    static Checker checker(CheckSettings settings) {
        return new Checker(
                settings,
                KEY,
                HoldSource.NONE,
                InstantSource.system(),
                RandomGenerator.getDefault());
    }

    CheckRequest request(String name) {
        return CheckRequest.of(
                names.parse(name), ProofRecord.of("_plat-q7." + name, "plat-verify=abc"));
    }

    private static CheckSettings settings(int port, int web, int resolver) {
        Platform platform =
                new Platform(
                        "edge.plat.test",
                        List.of(address(EDGE)),
                        List.of("ca.test"),
                        null,
                        Set.of("http-01"));
        return new CheckSettings(
                platform,
                new InetSocketAddress("127.0.1.9", resolver),
                Map.of("test", List.of(address(PARENT))),
                port,
                web,
                true,
                false);
    }

    private interface Site {
        String answer(String host, String path);
    }

    private void web(String address, int at, Site site) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(address, at), 0);
        server.createContext(
                "/",
                exchange -> {
                    String host = exchange.getRequestHeaders().getFirst("Host");
                    String[] answer =
                            site.answer(host, exchange.getRequestURI().getPath()).split(" ", 2);
                    byte[] body = answer[1].getBytes(StandardCharsets.US_ASCII);
                    exchange.getResponseHeaders().set("Server", "stand-in/1");
                    exchange.sendResponseHeaders(Integer.parseInt(answer[0]), body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        open.add(() -> server.stop(0));
    }

    private NameServer started(NameServer server) {
        open.add(server::close);
        return server;
    }

    /** A server answers for its first zone before it has read the others. */
    private static void loaded(NameServer server, Set<String> zones) {
        for (String zone : zones) {
            Waits.until(
                    zone + " is loaded",
                    () -> server.ask(zone, Type.SOA).getRcode() == Rcode.NOERROR);
        }
    }

    static InetAddress address(String text) {
        return Planted.address(text);
    }

    @Override
    public void close() {
        open.reversed().forEach(Runnable::run);
    }
}
