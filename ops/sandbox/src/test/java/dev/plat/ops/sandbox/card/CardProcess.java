package dev.plat.ops.sandbox.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.WebhookEndpointCreateParams;
import dev.plat.payments.provider.stripe.StripeSettings;
import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.stream.StreamSupport;
import javax.net.ssl.SSLContext;

/** The card provider as a process of its own, started from what the build made, to be killed. */
public final class CardProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path data;
    private final String database;
    private final HttpClient http = HttpClient.newHttpClient();
    private ChildProcess process;
    private Properties ports = new Properties();

    public CardProcess(Path data, PostgresServer postgres) throws IOException {
        this.data = Files.createDirectories(data);
        this.database =
                "%s?user=%s&password=%s"
                        .formatted(
                                postgres.jdbcUrl(),
                                postgres.superuser(),
                                postgres.superuserPassword());
        process = start();
    }

    private ChildProcess start() throws IOException {
        Path module = Path.of(System.getProperty("plat.home"), "ops", "sandbox", "target");
        String built =
                System.getProperty(
                        "plat.sandbox.classpath",
                        module.resolve("classes")
                                + ":"
                                + (Files.exists(module.resolve("runtime-classpath"))
                                        ? Files.readString(module.resolve("runtime-classpath"))
                                                .strip()
                                        : ""));
        Files.deleteIfExists(data.resolve("ports"));
        List<String> command =
                List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dplat.data=" + data,
                        "-Dplat.card.database=" + database,
                        // where it was: whoever knows it goes on asking there
                        "-Dplat.card.port=" + ports.getProperty("https", "0"),
                        "-cp",
                        built,
                        CardMain.class.getName());
        ChildProcess started = ChildProcess.start(command, log(), ChildLife.WITH_PARENT);
        Waits.until(
                Duration.ofSeconds(60),
                "the card provider is up, see " + log(),
                () -> Files.exists(data.resolve("ports")) || !started.alive());
        ports = new Properties();
        try (var in = Files.newInputStream(data.resolve("ports"))) {
            ports.load(in);
        }
        return started;
    }

    Path log() {
        return data.resolve("log");
    }

    /** Where the API is. */
    public String origin() {
        return "https://localhost:" + ports.getProperty("https");
    }

    /** Who signed its certificate. */
    public Path authority() {
        return data.resolve("tls").resolve("ca.pem");
    }

    public String secretKey() throws IOException {
        return Files.readString(data.resolve("secret.key")).strip();
    }

    SSLContext tls() throws IOException {
        return Certificates.trusting(authority());
    }

    /** As a shop has it; it holds every answer against the models. */
    public StripeClient stripe() throws IOException {
        return StripeClient.builder()
                .setApiKey(secretKey())
                .setApiBase(origin())
                .setMaxNetworkRetries(0)
                .setHttpClient(new StripeLine(tls()))
                .build();
    }

    /** As Plat has it. */
    StripeSettings settings(List<String> hookSecrets) throws IOException {
        return StripeSettings.usual(URI.create(origin()), secretKey(), hookSecrets, authority());
    }

    /** Has all events delivered there; the secret that signs them. */
    public String hook(String url) throws IOException, StripeException {
        return stripe().v1()
                .webhookEndpoints()
                .create(
                        WebhookEndpointCreateParams.builder()
                                .setUrl(url)
                                .addEnabledEvent(WebhookEndpointCreateParams.EnabledEvent.ALL)
                                .build(),
                        Purchases.anyKey())
                .getSecret();
    }

    /** A call that stripe-java would not make; its status and body. */
    public HttpResponse<String> raw(String method, String path, String form)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(origin() + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + secretKey())
                        .method(method, HttpRequest.BodyPublishers.ofString(form))
                        .build();
        try (HttpClient line = HttpClient.newBuilder().sslContext(tls()).build()) {
            return line.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    public Buyer buyer() throws IOException {
        return new Buyer(tls(), origin());
    }

    /** kill -9, and a new process on the same folder and database. */
    void killAndRestart() throws IOException {
        process.kill();
        process = start();
    }

    public JsonNode control(String method, String path, String body) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:"
                                                    + ports.getProperty("control")
                                                    + path))
                            .timeout(Duration.ofSeconds(20))
                            .header(
                                    "Authorization",
                                    "Bearer " + Files.readString(data.resolve("control.token")))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Once, at the next call that fits, or for the next event of that type. */
    void play(String op, String script) {
        play(op, script, "");
    }

    /** With more fields, such as {@code , "seconds": 1}. */
    void play(String op, String script, String more) {
        control(
                "POST",
                "/scripts",
                "{\"on\": {\"op\": \"%s\"}, \"do\": \"%s\"%s}".formatted(op, script, more));
    }

    /** Until every script has met what it waits for. */
    void awaitPlayed() {
        Waits.until(
                "all scripts are played",
                () -> control("GET", "/scripts", "").get("scripts").isEmpty());
    }

    Instant turn(Duration by) {
        JsonNode clock = control("POST", "/clock", "{\"advance\": \"" + by + "\"}");
        return Instant.parse(clock.get("now").asText());
    }

    Instant now() {
        return Instant.parse(control("GET", "/clock", "").get("now").asText());
    }

    /** {@code kind amount}, of one intent, in order. */
    List<String> journal(String intent) {
        return StreamSupport.stream(
                        control("GET", "/journal", "").get("entries").spliterator(), false)
                .filter(entry -> entry.get("intent").asText().equals(intent))
                .map(entry -> entry.get("kind").asText() + " " + entry.get("amount").asText())
                .toList();
    }

    @Override
    public void close() {
        process.stop();
        http.close();
    }
}
