package dev.plat.ops.sandbox.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plat.router.core.Instance;
import dev.plat.router.registry.RegistrySettings;
import dev.plat.router.registry.ZooKeeperTopology;
import dev.plat.schemas.Id;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * Site-builder and hosting as far as domains asks them, over the wire: everybody is signed in, a
 * site is its account's, and what hosting is told of a name every node knows at once.
 */
final class Neighbours implements AutoCloseable {

    private final HttpServer server;
    private final ZooKeeperTopology topology;
    private final Map<String, Id> sites = new ConcurrentHashMap<>();
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final Map<String, List<String>> allTold = new ConcurrentHashMap<>();

    Neighbours(String zooKeeper, Path folder) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        topology =
                ZooKeeperTopology.open(
                        new RegistrySettings(zooKeeper, "/plat", folder, EnumSet.of(Tier.DOMAINS)));
        for (String service : new String[] {"site-builder", "hosting"}) {
            topology.announce(new Instance(service, service, "127.0.0.1:" + port(), Instant.now()));
        }
    }

    /** Also where visitors come to, as far as anybody probes. */
    int port() {
        return server.getAddress().getPort();
    }

    void site(Id site, Id account) {
        sites.put(site.toString(), account);
    }

    /** What hosting was told of a name last; empty text when nothing. */
    String told(String name) {
        return told.getOrDefault(name, "");
    }

    /** All that hosting was told of a name, in order. */
    List<String> allTold(String name) {
        return List.copyOf(allTold.getOrDefault(name, List.of()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String[] parts = path.split("/", -1);
        String last = parts[parts.length - 1];
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (path.startsWith("/internal/v1/sessions/")) {
            send(exchange, 200, "{\"holds\":true}");
        } else if (path.startsWith("/internal/v1/sites/") && sites.containsKey(last)) {
            send(
                    exchange,
                    200,
                    "{\"site\":\"%s\",\"owner\":\"%s\",\"slug\":\"shop\"}"
                            .formatted(last, sites.get(last)));
        } else if (path.startsWith("/internal/v1/domains/") && last.equals("nodes")) {
            send(
                    exchange,
                    200,
                    "{\"version\":1000000,\"nodes\":[{\"node\":\"hosting-1\",\"told\":true}]}");
        } else if (path.startsWith("/internal/v1/domains/")) {
            told.put(last, body);
            allTold.computeIfAbsent(last, _ -> new CopyOnWriteArrayList<>()).add(body);
            send(exchange, 200, "{}");
        } else {
            send(exchange, 404, "{\"code\":\"not-found\"}");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        topology.close();
        server.stop(0);
    }
}
