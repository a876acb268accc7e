package dev.plat.ops.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.domains.registrar.epp.EppSettings;
import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.router.testkit.Ports;
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
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The registry as a process of its own, started from what the build made, to be killed. */
final class RegistryProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One line of the registry's journal. */
    record Kept(String by, String op, String subject, int code, String client) {}

    /** Where it answers for its zones: name servers have one port, and 127.0.0.1 is others'. */
    static final String DNS = "127.0.0.52";

    private final Path data;
    private final int dnsPort = Ports.free();
    private final HttpClient http = HttpClient.newHttpClient();
    private ChildProcess process;
    private Properties ports = new Properties();

    RegistryProcess(Path data) throws IOException {
        this.data = Files.createDirectories(data);
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
                        "-Xmx96m",
                        "-Dplat.data=" + data,
                        "-Dplat.registry.dns-address=" + DNS,
                        "-Dplat.registry.dns-port=" + dnsPort,
                        "-cp",
                        built,
                        RegistryMain.class.getName());
        ChildProcess started =
                ChildProcess.start(command, data.resolve("log"), ChildLife.WITH_PARENT);
        Waits.until(
                Duration.ofSeconds(60),
                "the registry is up, see " + data.resolve("log"),
                () -> Files.exists(data.resolve("ports")) || !started.alive());
        ports = new Properties();
        try (var in = Files.newInputStream(data.resolve("ports"))) {
            ports.load(in);
        }
        return started;
    }

    int port(String name) {
        return Integer.parseInt(ports.getProperty(name));
    }

    /** What the registry handed to one of its registrars. */
    EppSettings settings(String registrar) throws IOException {
        Path tls = data.resolve("tls");
        Path own = tls.resolve("registrars").resolve(registrar);
        return EppSettings.usual(
                "localhost",
                port("epp"),
                registrar,
                Files.readString(own.resolve("password")).strip(),
                tls.resolve("ca.pem"),
                own.resolve("client.pem"),
                own.resolve("client.key"));
    }

    /** Where it has put its own certificate and those of its registrars. */
    Path tls() {
        return data.resolve("tls");
    }

    /** Whom a name is delegated to. */
    List<String> servers(String name) {
        return all(admin("GET", "/zones", "").get("zones"))
                .flatMap(zone -> all(zone.get("delegations")))
                .filter(delegation -> delegation.get("name").asText().equals(name))
                .flatMap(delegation -> all(delegation.get("ns")))
                .map(JsonNode::asText)
                .toList();
    }

    private static Stream<JsonNode> all(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** kill -9, and a new process on the same folder. */
    void killAndRestart() throws IOException {
        process.kill();
        process = start();
    }

    JsonNode admin(String method, String path, String body) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("admin") + path))
                            .timeout(Duration.ofSeconds(10))
                            .header(
                                    "Authorization",
                                    "Bearer " + Files.readString(data.resolve("admin.token")))
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

    /** The RDAP answer's status and body. */
    HttpResponse<String> rdap(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port("rdap") + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Once, at the next command that fits. */
    void play(String op, String name, String script, double seconds) {
        admin(
                "POST",
                "/faults",
                """
                {"on": {"op": "%s", "name": "%s"}, "do": "%s", "seconds": %s}
                """
                        .formatted(op, name, script, seconds));
    }

    void clearFaults() {
        admin("DELETE", "/faults", "");
    }

    Instant turn(Duration by) {
        JsonNode clock = admin("POST", "/clock", "{\"advance\": \"" + by + "\"}");
        return Instant.parse(clock.get("now").asText());
    }

    Instant now() {
        return Instant.parse(admin("GET", "/clock", "").get("now").asText());
    }

    List<Kept> journal() {
        return StreamSupport.stream(
                        admin("GET", "/journal", "").get("entries").spliterator(), false)
                .filter(entry -> entry.get("kind").asText().equals("command"))
                .map(entry ->
                        new Kept(
                                entry.get("by").asText(),
                                entry.get("op").asText(),
                                entry.get("subject").asText(),
                                entry.get("code").asInt(),
                                entry.get("client").asText()))
                .toList();
    }

    long creates(String name) {
        return journal().stream()
                .filter(kept -> kept.op().equals("domain:create") && kept.subject().equals(name))
                .count();
    }

    @Override
    public void close() {
        process.stop();
        http.close();
    }
}
