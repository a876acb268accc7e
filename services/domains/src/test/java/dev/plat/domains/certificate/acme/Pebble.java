package dev.plat.domains.certificate.acme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.certificate.CertificateIssuer;
import dev.plat.domains.certificate.localca.TestCa;
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
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;

/**
 * Debian's pebble with {@code -strict}, half of all nonces refused and no proof used twice; names
 * are looked up at pebble-challtestsrv, which sends them all to this machine. Its web server's
 * certificate is of a local CA, so that trust in it is tested too.
 */
final class Pebble implements AutoCloseable {

    /** Of its issuer. */
    static final String NAME = "pebble";

    private static final Pattern ISSUED = Pattern.compile("Issued certificate serial (\\w+) ");

    private final int port = Ports.free();
    private final int management = Ports.free();
    private final int dnsManagement = Ports.free();
    private final Path log;
    private final TestCa webCa;
    private final Path folder;
    private final ChildProcess names;
    private final ChildProcess ca;
    private final HttpClient http;

    private Pebble(Path folder, int httpPort, int tlsPort) throws Exception {
        this.folder = folder;
        this.log = folder.resolve("pebble.log");
        this.webCa = TestCa.in(folder.resolve("web-ca"));
        webCa.sign("localhost", Instant.now())
                .write(folder.resolve("web.pem"), folder.resolve("web-key.pem"));
        int dns = Ports.free();
        this.names =
                start(
                        Map.of(),
                        "pebble-challtestsrv",
                        "-http01",
                        "",
                        "-https01",
                        "",
                        "-tlsalpn01",
                        "",
                        "-defaultIPv6",
                        "",
                        "-dns01",
                        "127.0.0.1:" + dns,
                        "-management",
                        "127.0.0.1:" + dnsManagement);
        this.ca =
                start(
                        Map.of(
                                "PEBBLE_WFE_NONCEREJECT",
                                "50",
                                "PEBBLE_AUTHZREUSE",
                                "0",
                                "PEBBLE_VA_NOSLEEP",
                                "1"),
                        "pebble",
                        "-strict",
                        "-config",
                        config(httpPort, tlsPort).toString(),
                        "-dnsserver",
                        "127.0.0.1:" + dns);
        this.http = HttpClient.newBuilder().sslContext(trustingAll()).build();
        Waits.until("pebble answers", () -> answers("https://localhost:" + port + "/dir"));
        Waits.until("its names answer", () -> answers("http://127.0.0.1:" + dnsManagement + "/"));
    }

    /**
     * @param httpPort where it looks for http-01
     * @param tlsPort where it looks for tls-alpn-01
     */
    static Pebble start(Path folder, int httpPort, int tlsPort) throws Exception {
        return new Pebble(Files.createDirectories(folder), httpPort, tlsPort);
    }

    int port() {
        return port;
    }

    URI directory() {
        return URI.create("https://localhost:" + port + "/dir");
    }

    TestCa webCa() {
        return webCa;
    }

    /** One that knows the account, as each process does. */
    CertificateIssuer issuer(URI directory, Duration timeout) {
        return new AcmeIssuer(
                new AcmeSettings(
                        NAME,
                        directory,
                        folder.resolve("account.key"),
                        List.of("hostmaster@plat.example"),
                        webCa.rootFile(),
                        timeout),
                InstantSource.system());
    }

    /** Serials of all certificates that it has ever signed. */
    List<String> issued() throws IOException {
        List<String> serials = new ArrayList<>();
        var found = ISSUED.matcher(Files.readString(log));
        while (found.find()) {
            serials.add(found.group(1));
        }
        return serials;
    }

    /** What its management port says of a certificate: {@code Valid} or {@code Revoked}. */
    String status(X509Certificate certificate) throws Exception {
        String serial = certificate.getSerialNumber().toString(16);
        return get("https://localhost:" + management + "/cert-status-by-serial/" + serial);
    }

    /** One more value beside those that the record has. */
    void addTxt(String host, String value) throws Exception {
        post("/set-txt", "{\"host\":\"" + host + ".\",\"value\":\"" + value + "\"}");
    }

    void clearTxt(String host) throws Exception {
        post("/clear-txt", "{\"host\":\"" + host + ".\"}");
    }

    @Override
    public void close() {
        ca.stop();
        names.stop();
        http.shutdownNow();
    }

    private Path config(int httpPort, int tlsPort) throws IOException {
        return Files.writeString(
                folder.resolve("pebble.json"),
                """
                {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                 "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": %d,
                 "certificateValidityPeriod": 7776000}}
                """
                        .formatted(
                                port,
                                management,
                                folder.resolve("web.pem"),
                                folder.resolve("web-key.pem"),
                                httpPort,
                                tlsPort));
    }

    private ChildProcess start(
            Map<String, String> environment, String program, String... arguments) {
        Path binary = Path.of("/usr/bin", program);
        assertThat(binary).as("%s not found: apt-get install pebble", program).isExecutable();
        List<String> command = new ArrayList<>(List.of("env"));
        environment.forEach((key, value) -> command.add(key + "=" + value));
        command.add(binary.toString());
        command.addAll(List.of(arguments));
        Path output = program.equals("pebble") ? log : folder.resolve(program + ".log");
        return ChildProcess.start(command, output, ChildLife.WITH_PARENT);
    }

    private boolean answers(String url) {
        try {
            get(url);
            return true;
        } catch (IOException notYet) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String get(String url) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private void post(String path, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + dnsManagement + path))
                        .timeout(Duration.ofSeconds(5))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    /** For the test's own questions; the issuer under test has the real root. */
    private static SSLContext trustingAll() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new X509TrustManager[] {new Anybody()}, new SecureRandom());
        return context;
    }

    private static final class Anybody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
