package dev.plat.ops.sandbox.card;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.net.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A shop's endpoint: keeps what comes, and takes or refuses it. */
final class Shop implements AutoCloseable {

    private static final long TOLERANCE_SECONDS = 300;

    /** One message as it came. */
    record Came(String signature, String body) {

        Event verified(String secret) throws SignatureVerificationException {
            return Webhook.constructEvent(body, signature, secret, TOLERANCE_SECONDS);
        }

        boolean isGood(String secret) {
            try {
                verified(secret);
                return true;
            } catch (SignatureVerificationException e) {
                return false;
            }
        }
    }

    private final HttpServer server;
    private final List<Came> came = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    Shop() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            came.add(new Came(exchange.getRequestHeaders().getFirst("Stripe-Signature"), body));
            boolean refused = refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            exchange.sendResponseHeaders(refused ? 503 : 200, -1);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** The next so many messages. */
    void refuse(int count) {
        refusals.set(count);
    }

    /** What names this object or event, in the order in which it came. */
    List<Came> about(String id, String type) {
        return came.stream()
                .filter(one ->
                        one.body().contains("\"" + id + "\"")
                                && one.body().contains("\"type\":\"" + type + "\""))
                .toList();
    }

    List<Came> await(int count, String id, String type) {
        Waits.until(count + " × " + type, () -> about(id, type).size() >= count);
        return about(id, type);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
