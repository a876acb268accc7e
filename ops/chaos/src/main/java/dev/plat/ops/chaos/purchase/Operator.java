package dev.plat.ops.chaos.purchase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.ServiceTicket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Gives money back that was rightly taken, as {@code plat payments refund} does. What gets no
 * answer is asked for again under the same number, and counts once.
 *
 * <p>Threads: safe.
 */
final class Operator implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CALL_MAX = Duration.ofSeconds(40);
    private static final int NO_ANSWER = 0;

    private final URI payments;
    private final ServiceTicket tickets;
    private final HttpClient http = HttpClient.newHttpClient();
    private final IdGenerator ids;
    private final Queue<Wish> unanswered = new ConcurrentLinkedQueue<>();
    private final Map<UUID, Long> given = new ConcurrentHashMap<>();

    private record Wish(Id refund, Id payment, long minor) {}

    private record Answer(int status, JsonNode body) {

        boolean heard() {
            return status != NO_ANSWER && status != 429 && status < 500;
        }
    }

    Operator(URI payments, InstantSource clock) {
        this.payments = payments;
        this.tickets = new ServiceTicket(Sale.SECRET, clock);
        this.ids = new IdGenerator(clock, new SecureRandom());
    }

    /**
     * All of a payment, or a part.
     *
     * @param draw which part, and whether two hands ask at once
     */
    void giveBack(Id payment, int draw) throws InterruptedException {
        Answer standing = call("GET", path(payment), "");
        long left =
                standing.body().path("captured").path("amount").asLong()
                        - standing.body().path("refunded").path("amount").asLong();
        if (standing.status() != 200 || left < 1) {
            return;
        }
        long minor = draw % 2 == 0 ? left : 1 + draw % left;
        Wish wish = new Wish(ids.next(IdKind.REFUND, payment), payment, minor);
        unanswered.add(wish);
        Thread other = draw % 3 == 0 ? Thread.startVirtualThread(() -> quietly(wish)) : null;
        ask(wish);
        if (other != null) {
            other.join();
        }
    }

    /** Asks again for what nobody has answered, and nothing goes wrong any more. */
    void finish() throws InterruptedException {
        for (Wish wish : unanswered) {
            ask(wish);
        }
        if (!unanswered.isEmpty()) {
            throw new IllegalStateException("refunds get no answer: " + unanswered);
        }
    }

    /** What of a payment was given back by an operator, in cents. */
    long given(UUID payment) {
        return given.getOrDefault(payment, 0L);
    }

    private void quietly(Wish wish) {
        try {
            ask(wish);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(Wish wish) throws InterruptedException {
        for (int press = 0; press < Purchase.PRESSES_MAX; press++) {
            Answer answer =
                    call(
                            "POST",
                            path(wish.payment()) + "/refunds",
                            "{\"refund\": \"%s\", \"amount\": {\"amount\": %d, \"currency\": \"EUR\"}}"
                                    .formatted(wish.refund(), wish.minor()));
            if (answer.heard()) {
                if (unanswered.remove(wish) && answer.status() == 200) {
                    given.merge(wish.payment().uuid(), wish.minor(), Long::sum);
                }
                return;
            }
            Purchase.rest(press);
        }
    }

    private static String path(Id payment) {
        return "/internal/v1/payments/" + payment;
    }

    private Answer call(String method, String path, String body) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(payments.resolve(path))
                        .timeout(CALL_MAX)
                        .header("Content-Type", "application/json")
                        .header("Authorization", tickets.header("operator"))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            return new Answer(NO_ANSWER, JSON.createObjectNode());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
