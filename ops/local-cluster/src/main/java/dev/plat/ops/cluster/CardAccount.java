package dev.plat.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.chassis.calls.Authority;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/**
 * What a shop has set up at its card provider before it sells anything: whom events are brought to.
 * The secret that signs them is told once, and kept.
 */
final class CardAccount {

    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final ClusterLayout layout;

    CardAccount(ClusterLayout layout) {
        this.layout = layout;
    }

    /** With which payments calls the provider. */
    Path key() {
        return layout.folder("card-provider").resolve("secret.key");
    }

    /** The secrets that sign events, one to a line. */
    Path hooks() {
        return layout.folder("payments").resolve("stripe.hooks");
    }

    /** Once for a folder; the provider must answer. */
    void open() {
        if (Files.exists(hooks())) {
            return;
        }
        try {
            Files.createDirectories(hooks().resolveSibling("."));
            Path part =
                    Files.createTempFile(
                            hooks().resolveSibling("."),
                            "hooks",
                            ".tmp",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(part, secret() + "\n");
            Files.move(part, hooks(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String secret() throws IOException {
        String hook = "http://127.0.0.1:" + layout.paymentsPort() + "/webhooks/stripe";
        String form =
                "url="
                        + URLEncoder.encode(hook, StandardCharsets.UTF_8)
                        + "&enabled_events[0]="
                        + URLEncoder.encode("*", StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "https://localhost:"
                                                + layout.cardPort()
                                                + "/v1/webhook_endpoints"))
                        .timeout(ANSWER)
                        .header("Authorization", "Bearer " + Files.readString(key()).strip())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        // Who ends before the secret is kept is told it again.
                        .header("Idempotency-Key", "local-cluster-" + layout.portBase())
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build();
        try (HttpClient http =
                HttpClient.newBuilder().sslContext(Authority.only(layout.root())).build()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode endpoint = new ObjectMapper().readTree(answer.body());
            if (answer.statusCode() != 200 || !endpoint.has("secret")) {
                throw new PlatException(
                        ErrorCode.INTERNAL,
                        "The card provider takes no address for its events.",
                        "value",
                        answer.body());
            }
            return endpoint.path("secret").asText();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }
}
