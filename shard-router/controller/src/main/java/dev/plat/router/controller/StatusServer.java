package dev.plat.router.controller;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Says over HTTP, on loopback only, that the process lives and what it does: {@code /health} and
 * {@code /status}. Both answer from memory.
 *
 * <p>Threads: safe.
 */
final class StatusServer implements AutoCloseable {

    private static final int BACKLOG = 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private StatusServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Listens.
     *
     * @param port 0 takes any
     * @param pages the answer of each path, asked for each time
     */
    static StatusServer start(int port, Map<String, Supplier<Object>> pages) {
        try {
            HttpServer http =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            StatusServer server = new StatusServer(http);
            http.setExecutor(server.threads);
            http.createContext("/", exchange -> answer(exchange, pages));
            http.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " cannot be listened on", e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, Map<String, Supplier<Object>> pages)
            throws IOException {
        try (exchange) {
            Supplier<Object> page = pages.get(exchange.getRequestURI().getPath());
            boolean asked = exchange.getRequestMethod().equals("GET");
            int status = page == null ? 404 : asked ? 200 : 405;
            byte[] body =
                    JSON.writeValueAsBytes(
                            page != null && asked ? page.get() : Map.of("paths", pages.keySet()));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
