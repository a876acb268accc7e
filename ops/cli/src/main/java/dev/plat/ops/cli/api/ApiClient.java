package dev.plat.ops.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.ops.cli.running.Problem;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The services' public API, as a browser would call it: signed in by cookie, with origin and CSRF
 * token. Connects to 127.0.0.1 whatever the host name, since not every system resolves {@code
 * *.localhost}.
 *
 * <p>Threads: safe once signed in.
 */
public final class ApiClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI siteBuilder;
    private final URI hosting;
    private final URI domains;
    private final String origin;
    private @Nullable String cookie;
    private @Nullable String csrf;

    ApiClient(RunFile run) {
        this.siteBuilder = URI.create(run.url("siteBuilder"));
        this.hosting = URI.create(run.url("hosting"));
        this.domains = URI.create(run.url("domains"));
        this.origin = run.url("siteBuilder");
    }

    /** Signs in, or signs up when there is no such account. */
    void signInOrUp(String email, String password) {
        Map<String, String> credentials = Map.of("email", email, "password", password);
        HttpResponse<byte[]> answer =
                send("POST", siteBuilder, "/api/v1/session", json(credentials), "application/json");
        if (answer.statusCode() == 401) {
            answer =
                    send(
                            "POST",
                            siteBuilder,
                            "/api/v1/accounts",
                            json(credentials),
                            "application/json");
        }
        JsonNode body = checked(answer);
        csrf = body.path("csrf").asText();
        cookie =
                answer.headers().allValues("Set-Cookie").stream()
                        .map(line -> line.substring(0, line.indexOf(';')))
                        .findFirst()
                        .orElseThrow(() ->
                                new PlatException(
                                        ErrorCode.INTERNAL, "The sign-in brought no ticket."));
    }

    public JsonNode siteBuilder(String method, String path, @Nullable Object body) {
        return checked(send(method, siteBuilder, path, json(body), "application/json"));
    }

    public JsonNode domains(String method, String path, @Nullable Object body) {
        return checked(send(method, domains, path, json(body), "application/json"));
    }

    public JsonNode hosting(String method, String path, @Nullable Object body) {
        return checked(send(method, hosting, path, json(body), "application/json"));
    }

    /** Sends raw bytes to hosting. */
    public void hostingPut(String path, HttpRequest.BodyPublisher body) {
        checked(send("PUT", hosting, path, body, "application/octet-stream"));
    }

    /** Uploads a picture to site-builder. */
    public JsonNode upload(String path, byte[] bytes, String type) {
        return checked(
                send(
                        "POST",
                        siteBuilder,
                        path,
                        HttpRequest.BodyPublishers.ofByteArray(bytes),
                        type));
    }

    /**
     * The site of this slug that the account owns.
     *
     * @throws PlatException {@code not-found} when it has none
     */
    public JsonNode site(String slug) {
        for (JsonNode site : siteBuilder("GET", "/api/v1/sites", null).path("sites")) {
            if (site.path("slug").asText().equals(slug)) {
                return site;
            }
        }
        throw new PlatException(
                ErrorCode.NOT_FOUND, "This account has no such site.", "value", slug);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpResponse<byte[]> send(
            String method,
            URI service,
            String path,
            HttpRequest.BodyPublisher body,
            String contentType) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.getPort() + path))
                        .timeout(TIMEOUT)
                        .header("Origin", origin)
                        .header("Content-Type", contentType)
                        .method(method, body);
        if (cookie != null && csrf != null) {
            request.header("Cookie", cookie).header("Plat-Csrf", csrf);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new PlatException(
                            ErrorCode.TRY_AGAIN,
                            "The service does not answer.",
                            "service",
                            service.toString())
                    .causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatException(ErrorCode.TRY_AGAIN, "The call was interrupted.").causedBy(e);
        }
    }

    private static HttpRequest.BodyPublisher json(@Nullable Object body) {
        try {
            return body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        } catch (IOException e) {
            throw new IllegalArgumentException("the body does not become JSON", e);
        }
    }

    private static JsonNode checked(HttpResponse<byte[]> response) {
        JsonNode body = parsed(response.body());
        if (response.statusCode() < 300) {
            return body;
        }
        if (body.path("detail").isTextual()) {
            throw Problem.of(body);
        }
        throw new PlatException(
                ErrorCode.INTERNAL,
                "The service answered without saying what is wrong.",
                "status",
                response.statusCode());
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }
}
