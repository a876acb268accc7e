package dev.plat.ops.sandbox.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.net.Webhook;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All that the provider tells of, the first first, as it was told; it can be told again at any
 * time, in any order.
 */
record Told(List<String> events, String secret) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The provider's whole list. */
    static Told all(CardProcess card, String secret) throws IOException, InterruptedException {
        List<String> events = new ArrayList<>();
        String after = "";
        boolean more = true;
        while (more) {
            HttpResponse<String> page = card.raw("GET", "/v1/events?limit=100" + after, "");
            JsonNode list = JSON.readTree(page.body());
            for (JsonNode event : list.get("data")) {
                events.add(event.toString());
                after = "&starting_after=" + event.get("id").asText();
            }
            more = list.get("has_more").asBoolean();
        }
        Collections.reverse(events);
        return new Told(List.copyOf(events), secret);
    }

    /** The status of the answer. */
    int tell(HttpClient http, URI to, String event) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(to)
                        .timeout(Duration.ofSeconds(30))
                        .header("Stripe-Signature", signature(event))
                        .POST(HttpRequest.BodyPublishers.ofString(event))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private String signature(String event) {
        long now = Instant.now().getEpochSecond();
        try {
            return "t=%d,v1=%s"
                    .formatted(now, Webhook.Util.computeHmacSha256(secret, now + "." + event));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
