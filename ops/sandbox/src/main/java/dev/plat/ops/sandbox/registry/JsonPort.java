package dev.plat.ops.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JSON over HTTP, on loopback only. */
final class JsonPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JsonPort.class);
    private static final int BACKLOG = 64;
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is asked. */
    record Question(String method, String path, String token, JsonNode body) {}

    /** What is said. */
    record Reply(int status, Object body) {}

    /** Who answers. */
    interface Pages {
        /** {@link IllegalArgumentException} is the asker's mistake and becomes 400. */
        Reply answer(Question question);
    }

    private final HttpServer server;
    private final String type;
    private final Pages pages;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private JsonPort(HttpServer server, String type, Pages pages) {
        this.server = server;
        this.type = type;
        this.pages = pages;
    }

    static JsonPort start(int port, String type, Pages pages) throws IOException {
        HttpServer http =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        JsonPort server = new JsonPort(http, type, pages);
        http.setExecutor(server.threads);
        http.createContext("/", server::answer);
        http.start();
        return server;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] body = JSON.writeValueAsBytes(reply.body());
            exchange.getResponseHeaders().set("Content-Type", type);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(reply.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Reply reply(HttpExchange exchange) {
        try {
            byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
            if (body.length > BODY_BYTES_MAX) {
                return new Reply(413, Map.of("expected", "at most " + BODY_BYTES_MAX + " bytes"));
            }
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            return pages.answer(
                    new Question(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getPath(),
                            token == null ? "" : token,
                            body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body)));
        } catch (IllegalArgumentException | IOException e) {
            return new Reply(400, Map.of("expected", String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("{} failed", exchange.getRequestURI().getPath(), e);
            return new Reply(500, Map.of("status", "failed"));
        }
    }
}
