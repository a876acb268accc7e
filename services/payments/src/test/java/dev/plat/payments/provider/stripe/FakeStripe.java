package dev.plat.payments.provider.stripe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Answers what it is told to, once each, and remembers what it was asked. */
final class FakeStripe implements AutoCloseable {

    /** A request as it came. */
    record Asked(String method, String path, @Nullable String key, String body) {}

    private record Reply(int status, String body) {}

    private static final int SILENCE = 0;
    private static final int CUT = -1;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Deque<Reply> replies = new ArrayDeque<>();
    final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());

    FakeStripe() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    FakeStripe then(int status, String body) {
        replies.add(new Reply(status, body));
        return this;
    }

    /** Takes the request, and never says anything. */
    FakeStripe thenSilence() {
        return then(SILENCE, "");
    }

    /** Takes the request, and cuts the connection. */
    FakeStripe thenCut() {
        return then(CUT, "");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(
                new Asked(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                        body));
        Reply reply = replies.isEmpty() ? new Reply(500, "{}") : replies.removeFirst();
        if (reply.status() == SILENCE) {
            await();
        }
        if (reply.status() <= SILENCE) {
            exchange.close();
            return;
        }
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
