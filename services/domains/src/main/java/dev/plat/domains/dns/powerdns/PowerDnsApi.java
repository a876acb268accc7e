package dev.plat.domains.dns.powerdns;

import dev.plat.router.core.Deadline;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** One call of the API. */
final class PowerDnsApi {

    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** A zone of 20,000 records. */
    private static final long ANSWER_BYTES_MAX = 8 << 20;

    private static final int SAID_MAX = 300;

    private final URI base;
    private final String key;
    private final JsonMapper json;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    PowerDnsApi(URI base, String key, JsonMapper json) {
        this.base = base;
        this.key = key;
        this.json = json;
    }

    /**
     * What came back.
     *
     * @param body a JSON null when there is none
     */
    record Answer(int status, JsonNode body) {

        /** Why not, in the server's words. */
        String said() {
            String text =
                    Optional.ofNullable(body.get("error"))
                            .filter(JsonNode::isString)
                            .map(JsonNode::getStringValue)
                            .orElse("");
            return status + " " + text.substring(0, Math.min(SAID_MAX, text.length()));
        }
    }

    /**
     * Sends once.
     *
     * @param body empty for none
     * @throws IOException when no answer came; the call may have been carried out
     */
    Answer call(String method, String path, Optional<Object> body, Deadline deadline)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve("/api/v1/servers/localhost" + path))
                        .header("X-API-Key", key)
                        .header("Accept", "application/json")
                        .timeout(atLeastOneMilli(deadline));
        if (body.isPresent()) {
            request.header("Content-Type", "application/json")
                    .method(
                            method,
                            HttpRequest.BodyPublishers.ofByteArray(
                                    json.writeValueAsBytes(body.get())));
        } else {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        }
        return answer(request.build());
    }

    private Answer answer(HttpRequest request) throws IOException {
        try {
            HttpResponse<byte[]> response =
                    http.send(
                            request,
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
            return new Answer(response.statusCode(), body(response));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Some refusals are plain text. */
    private JsonNode body(HttpResponse<byte[]> response) throws IOException {
        String type = response.headers().firstValue("Content-Type").orElse("");
        if (response.body().length == 0 || !type.startsWith("application/json")) {
            return JsonNode.nullNode();
        }
        JsonNode body = json.readValue(response.body(), JsonNode.class);
        return body == null ? JsonNode.nullNode() : body;
    }

    private static Duration atLeastOneMilli(Deadline deadline) {
        Duration left = deadline.left();
        return left.toMillis() < 1 ? Duration.ofMillis(1) : left;
    }
}
