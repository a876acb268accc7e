package dev.plat.ops.chaos.purchase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.Executors;

/**
 * Stand in for the services that checkout and payments ask over the wire, and outlive all who are
 * killed.
 *
 * <p>Threads: safe.
 */
final class Others implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final NameStand names;
    private final PlanStand plans = new PlanStand();

    /** An answer, or that nobody hears of what was done. */
    record Reply(int status, String body) {

        static final Reply LOST = new Reply(0, "");
    }

    Others(InstantSource clock) throws IOException {
        names = new NameStand(clock);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    NameStand names() {
        return names;
    }

    PlanStand plans() {
        return plans;
    }

    /** From now on every answer arrives. */
    void calm() {
        names.calm();
        plans.calm();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange.getRequestURI().getPath(), exchange);
            if (reply.equals(Reply.LOST)) {
                return;
            }
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Reply reply(String path, HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (path.startsWith("/internal/v1/sessions/")) {
            return new Reply(200, "{\"holds\":true}");
        }
        JsonNode asked = JSON.readTree(body);
        if (path.startsWith("/internal/v1/names/")) {
            return names.answer(path.substring(path.lastIndexOf('/') + 1), asked);
        }
        return path.equals("/internal/v1/entitlements")
                ? plans.answer(asked)
                : new Reply(404, "{\"code\":\"not-found\"}");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
