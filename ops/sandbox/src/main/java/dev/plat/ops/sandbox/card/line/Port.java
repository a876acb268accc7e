package dev.plat.ops.sandbox.card.line;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port on loopback.
 *
 * <p>Threads: safe; each question is answered on a virtual thread of its own.
 */
public final class Port implements AutoCloseable {

    /** More than anybody sends here. */
    public static final int BODY_BYTES_MAX = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Port.class);
    private static final int BACKLOG = 256;
    private static final int AT_ONCE_MAX = 512;

    /** Who answers. */
    @FunctionalInterface
    public interface Pages {
        Said answer(Question question);
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore atOnce = new Semaphore(AT_ONCE_MAX);

    private Port(HttpServer server) {
        this.server = server;
    }

    /** Takes the port; nobody answers yet. */
    public static Port bind(int port, Optional<SSLContext> tls) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        if (tls.isEmpty()) {
            return new Port(HttpServer.create(address, BACKLOG));
        }
        HttpsServer secure = HttpsServer.create(address, BACKLOG);
        secure.setHttpsConfigurator(
                new HttpsConfigurator(tls.get()) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                        wanted.setProtocols(new String[] {"TLSv1.3"});
                        parameters.setSSLParameters(wanted);
                    }
                });
        return new Port(secure);
    }

    public Port start(Pages pages) {
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, pages));
        server.start();
        return this;
    }

    public int number() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange, Pages pages) throws IOException {
        try (exchange) {
            switch (said(exchange, pages)) {
                // Closing without a word closes the connection.
                case Said.Cut _ -> LOG.info("a line was cut, as ordered");
                case Said.Reply reply -> send(exchange, reply);
            }
        }
    }

    private static void send(HttpExchange exchange, Said.Reply reply) throws IOException {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), none ? -1 : body.length);
        if (!none) {
            exchange.getResponseBody().write(body);
        }
    }

    private Said said(HttpExchange exchange, Pages pages) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
        if (body.length > BODY_BYTES_MAX) {
            return error(
                    413,
                    "invalid_request_error",
                    "The request is longer than " + BODY_BYTES_MAX + " bytes.");
        }
        String path = exchange.getRequestURI().getPath();
        if (path.chars().anyMatch(Character::isISOControl)) {
            return error(400, "invalid_request_error", "The path holds a control character.");
        }
        if (!atOnce.tryAcquire()) {
            return error(503, "api_error", "Too many requests at once.");
        }
        try {
            return pages.answer(
                    new Question(
                            exchange.getRequestMethod(),
                            path,
                            Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
                            headers(exchange),
                            new String(body, StandardCharsets.UTF_8)));
        } catch (RuntimeException e) {
            // Neither path nor body: they may hold what must not be kept.
            LOG.error("a question failed", e);
            return error(500, "api_error", "Something went wrong on the provider's side.");
        } finally {
            atOnce.release();
        }
    }

    private static Said error(int status, String type, String message) {
        return Said.json(
                status,
                "{\"error\":{\"type\":\"%s\",\"message\":\"%s\"}}".formatted(type, message));
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return headers;
    }
}
