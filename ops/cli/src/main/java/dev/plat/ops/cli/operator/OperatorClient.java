package dev.plat.ops.cli.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.ops.cli.running.Problem;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.ServiceTicket;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * One process of a running cluster, by its member's name; over TLS, by the cluster's own authority,
 * where it takes nothing else.
 *
 * <p>Threads: safe.
 */
public final class OperatorClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final String AS = "operator";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String origin;
    private final HttpClient http;
    private final Supplier<String> authorization;

    private OperatorClient(String origin, HttpClient http, Supplier<String> authorization) {
        this.origin = origin;
        this.http = http;
        this.authorization = authorization;
    }

    /**
     * A service, with a ticket of the cluster's.
     *
     * @throws PlatException {@code config-invalid} when the cluster has none
     */
    public static OperatorClient of(RunFile run, String member) {
        ServiceTicket tickets =
                new ServiceTicket(run.secret("service.secret"), InstantSource.system());
        int tls = run.port(member, "https");
        HttpClient.Builder http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        if (tls > 0) {
            http.sslContext(authority(run.data().resolve("ca/root.pem")));
        }
        String origin =
                tls > 0
                        ? "https://localhost:" + tls
                        : "http://127.0.0.1:" + port(run, member, "http");
        return new OperatorClient(origin, http.build(), () -> tickets.header(AS));
    }

    /**
     * A port of something outside, with a token of its own.
     *
     * @param token file with it
     * @throws PlatException {@code config-invalid} when the cluster has none
     */
    public static OperatorClient of(RunFile run, String member, String purpose, Path token) {
        String origin = "http://127.0.0.1:" + port(run, member, purpose);
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return new OperatorClient(
                origin,
                http,
                () -> {
                    try {
                        return "Bearer " + Files.readString(token).strip();
                    } catch (IOException e) {
                        throw unusable(token.toString(), "the token's file").causedBy(e);
                    }
                });
    }

    private static int port(RunFile run, String member, String purpose) {
        int port = run.port(member, purpose);
        if (port == 0) {
            throw unusable(member, "a cluster that has one: plat status names the processes");
        }
        return port;
    }

    private static PlatException unusable(String value, String expected) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                "The cluster on this folder does not have this.",
                "value",
                value,
                "expected",
                expected);
    }

    private static SSLContext authority(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(file.toString(), "the certificate of the cluster's authority")
                    .causedBy(e);
        }
    }

    public JsonNode get(String path) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody());
    }

    public JsonNode post(String path, Map<String, ?> body) {
        try {
            byte[] bytes = JSON.writeValueAsBytes(body);
            return send("POST", path, HttpRequest.BodyPublishers.ofByteArray(bytes));
        } catch (IOException e) {
            throw new IllegalArgumentException("the body does not become JSON", e);
        }
    }

    private JsonNode send(String method, String path, HttpRequest.BodyPublisher body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(origin + path))
                        .timeout(TIMEOUT)
                        .header("Authorization", authorization.get())
                        .header("Content-Type", "application/json")
                        .method(method, body)
                        .build();
        try {
            HttpResponse<byte[]> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode read = read(answer.body());
            if (answer.statusCode() < 300) {
                return read;
            }
            throw refused(answer.statusCode(), read);
        } catch (IOException e) {
            throw silent().causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw silent().causedBy(e);
        }
    }

    private PlatException refused(int status, JsonNode answer) {
        if (answer.path("detail").isTextual()) {
            return Problem.of(answer);
        }
        return new PlatException(
                ErrorCode.REQUEST_MALFORMED,
                "The call was refused.",
                "status",
                status,
                "expected",
                answer.path("expected").asText("what the process does not say"));
    }

    private PlatException silent() {
        return new PlatException(
                ErrorCode.TRY_AGAIN, "The process does not answer.", "value", origin);
    }

    private static JsonNode read(byte[] body) throws IOException {
        return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
