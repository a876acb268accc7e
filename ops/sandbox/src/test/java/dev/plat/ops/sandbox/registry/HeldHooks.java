package dev.plat.ops.sandbox.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between the card provider and the endpoint: what is told of some payments is held until
 * somebody lets it through, all else passes at once, twice.
 */
final class HeldHooks implements AutoCloseable {

    private static final Pattern PAYMENT = Pattern.compile("pay_[0-9a-z]+");

    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI to;
    private final Map<String, List<Message>> held = new ConcurrentHashMap<>();

    /** A signed message, which can be brought as often as one likes. */
    record Message(String signature, String body) {}

    HeldHooks(URI to) throws IOException {
        this.to = to;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks");
    }

    /** From now on. */
    void hold(String payment) {
        held.put(payment, new CopyOnWriteArrayList<>());
    }

    /** What was told of it meanwhile; what comes later passes. */
    List<Message> held(String payment) {
        return held.getOrDefault(payment, List.of());
    }

    List<Message> letThrough(String payment) {
        List<Message> messages = held.remove(payment);
        return messages == null ? List.of() : messages;
    }

    /** The status. */
    int bring(Message message) {
        HttpRequest request =
                HttpRequest.newBuilder(to)
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .header("Stripe-Signature", message.signature())
                        .POST(HttpRequest.BodyPublishers.ofString(message.body()))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0; // nobody there: it is told again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Message message =
                    new Message(exchange.getRequestHeaders().getFirst("Stripe-Signature"), body);
            Matcher payment = PAYMENT.matcher(body);
            List<Message> kept = payment.find() ? held.get(payment.group()) : null;
            int status = 200;
            if (kept == null) {
                bring(message);
                status = bring(message);
            } else {
                kept.add(message);
            }
            exchange.sendResponseHeaders(status == 0 ? 503 : status, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
