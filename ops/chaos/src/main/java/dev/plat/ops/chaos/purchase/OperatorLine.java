package dev.plat.ops.chaos.purchase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.schemas.ServiceTicket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Payments as an operator's commands meet it.
 *
 * <p>Threads: safe.
 */
final class OperatorLine implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CALL_MAX = Duration.ofSeconds(70);
    private static final int NO_ANSWER = 0;
    private static final int PRESSES_MAX = 60;

    private final URI payments;
    private final ServiceTicket tickets;
    private final HttpClient http = HttpClient.newHttpClient();

    OperatorLine(URI payments, InstantSource clock) {
        this.payments = payments;
        this.tickets = new ServiceTicket(Sale.SECRET, clock);
    }

    /** What was said. */
    record Answer(int status, JsonNode body) {

        boolean good() {
            return status == 200;
        }

        /** It is known what became of it. A ticket is refused while clocks are being turned. */
        boolean heard() {
            return status != NO_ANSWER && status != 401 && status != 429 && status < 500;
        }
    }

    /** Asks again while nobody says. */
    Answer ask(String method, String path, String body) throws InterruptedException {
        Answer answer = once(method, path, body);
        for (int press = 0; !answer.heard() && press < PRESSES_MAX; press++) {
            Purchase.rest(press);
            answer = once(method, path, body);
        }
        return answer;
    }

    /** An answer that has to be there. */
    JsonNode required(String method, String path, String body) throws InterruptedException {
        Answer answer = ask(method, path, body);
        if (!answer.good()) {
            throw new IllegalStateException(
                    path + ": " + answer.status() + " " + answer.body().toString());
        }
        return answer.body();
    }

    private Answer once(String method, String path, String body) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(payments.resolve("/internal/v1/" + path))
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
