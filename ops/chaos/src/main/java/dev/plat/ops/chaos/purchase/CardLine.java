package dev.plat.ops.chaos.purchase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The card provider as a buyer's browser and as the one who turns its clock meet it.
 *
 * <p>Threads: safe.
 */
final class CardLine implements AutoCloseable {

    private static final Pattern ACTION = Pattern.compile("action=\"([^\"]+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CALL_MAX = Duration.ofSeconds(20);

    private final Path data;
    private final HttpClient http;

    CardLine(Path data) throws IOException {
        this.data = data;
        this.http =
                HttpClient.newBuilder().sslContext(trusting(data.resolve("tls/ca.pem"))).build();
    }

    private static SSLContext trusting(Path authority) throws IOException {
        try (InputStream in = Files.newInputStream(authority)) {
            KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
            known.load(null, null);
            known.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private int port(String name) throws IOException {
        Properties ports = new Properties();
        try (InputStream in = Files.newInputStream(data.resolve("ports"))) {
            ports.load(in);
        }
        return Integer.parseInt(ports.getProperty(name));
    }

    private String origin() throws IOException {
        return "https://localhost:" + port("https");
    }

    /** What is answered to the number on the page; a page without a form is answered itself. */
    HttpResponse<String> pay(String page, String number) throws IOException, InterruptedException {
        HttpResponse<String> shown = open(page);
        Matcher action = ACTION.matcher(shown.body());
        if (shown.statusCode() != 200 || !action.find() || !shown.body().contains("\"number\"")) {
            return shown;
        }
        return post(
                action.group(1),
                "number=%s&expiry=12%%2F34&cvc=123"
                        .formatted(URLEncoder.encode(number, StandardCharsets.UTF_8)));
    }

    HttpResponse<String> open(String page) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(origin() + URI.create(page).getPath()))
                        .timeout(CALL_MAX)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Answers the bank's question. */
    void answer(HttpResponse<String> challenge, boolean yes)
            throws IOException, InterruptedException {
        Matcher action = ACTION.matcher(challenge.body());
        if (action.find() && !challenge.body().contains("\"number\"")) {
            post(action.group(1), "confirm=" + (yes ? "yes" : "no"));
        }
    }

    private HttpResponse<String> post(String path, String form)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(origin() + path))
                        .timeout(CALL_MAX)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Has all events delivered there; the secret that signs them. */
    String hook(String url) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(origin() + "/v1/webhook_endpoints"))
                        .timeout(CALL_MAX)
                        .header(
                                "Authorization",
                                "Bearer " + Files.readString(data.resolve("secret.key")).strip())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "enabled_events[]=*&url="
                                                + URLEncoder.encode(url, StandardCharsets.UTF_8)))
                        .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(answer.body()).path("secret").asText();
    }

    /** Of the control port. */
    JsonNode control(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("control") + path))
                        .timeout(Duration.ofMinutes(2))
                        .header(
                                "Authorization",
                                "Bearer " + Files.readString(data.resolve("control.token")))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** All that money did, in order. */
    void journal(Consumer<JsonNode> each) throws IOException, InterruptedException {
        long after = 0;
        boolean more = true;
        while (more) {
            JsonNode page = control("GET", "/journal?after=" + after, "");
            for (JsonNode entry : page.get("entries")) {
                each.accept(entry);
                after = entry.get("seq").asLong();
            }
            more = page.get("more").asBoolean();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
