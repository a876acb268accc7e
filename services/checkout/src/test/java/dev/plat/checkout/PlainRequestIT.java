package dev.plat.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.chassis.Chassis;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.ZooKeeperServer;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who comes to checkout without TLS gets nothing but the way to TLS, or a refusal. */
@Servers(postgres = 1, tier = "checkout", zookeeper = 1)
class PlainRequestIT {

    private static final String ORIGIN = "https://plat-checkout.localhost:8833";
    private static final String IN_FRONT = "-plat.checkout.tls-in-front=true";
    private static final String FORM = "cart=crt_1&total=900&currency=EUR&token=x";
    private static final String COOKIES = "Cookie: __Host-plat_tkt=a.b.c; __Host-plat_way=d\r\n";

    @TempDir private static Path folder;
    private static String registry;

    @BeforeAll
    static void tier(PostgresServers postgres, ZooKeeperServer zooKeeper) throws IOException {
        registry = zooKeeper.connectString();
        CheckoutTier.publish(postgres.first(), registry);
        Files.writeString(
                folder.resolve("secrets"),
                """
                service.secret=%1$s
                ticket.secret=%1$s
                postgres.app.password=app-pw
                postgres.scan.password=scan-pw
                """
                        .formatted("5a".repeat(32)));
    }

    private static ApplicationContext start(String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "-plat.zookeeper=" + registry,
                                "-plat.data=" + folder.resolve("checkout"),
                                "-plat.secrets=" + folder.resolve("secrets"),
                                "-plat.instance=checkout-1",
                                "-plat.redis=redis://127.0.0.1:1",
                                "-plat.app-origin=http://plat-app.localhost",
                                "-plat.sites-domain=plat-sites.localhost",
                                "-plat.checkout.origin=" + ORIGIN,
                                "-micronaut.server.port=-1"));
        arguments.addAll(List.of(more));
        return Chassis.run(CheckoutApplication.class, arguments.toArray(String[]::new));
    }

    private static String[] withTls() throws IOException, InterruptedException {
        Path store = folder.resolve("checkout.p12");
        if (Files.notExists(store)) {
            Process made =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "keytool")
                                            .toString(),
                                    "-genkeypair",
                                    "-keyalg",
                                    "EC",
                                    "-dname",
                                    "CN=localhost",
                                    "-ext",
                                    "san=dns:localhost",
                                    "-storetype",
                                    "PKCS12",
                                    "-keystore",
                                    store.toString(),
                                    "-storepass",
                                    "changeit")
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("keytool.log").toFile())
                            .start();
            assertThat(made.waitFor()).isZero();
        }
        return new String[] {
            "-micronaut.server.ssl.enabled=true",
            "-micronaut.server.ssl.port=-1",
            "-micronaut.server.ssl.key-store.path=file:" + store,
            "-micronaut.server.ssl.key-store.type=PKCS12",
            "-micronaut.server.ssl.key-store.password=changeit"
        };
    }

    /** What comes back for the bytes as they are, without TLS; empty when the line is cut. */
    private static String plain(ApplicationContext checkout, String request) throws IOException {
        int port = checkout.getBean(EmbeddedServer.class).getPort();
        try (Socket line = new Socket(InetAddress.getLoopbackAddress(), port)) {
            line.setSoTimeout(20_000);
            line.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(line.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException e) {
            return "";
        }
    }

    /** The status of a page that is asked for with TLS. */
    private static int secure(ApplicationContext checkout, String path) throws Exception {
        KeyStore store =
                KeyStore.getInstance(
                        folder.resolve("checkout.p12").toFile(), "changeit".toCharArray());
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        int port = checkout.getBean(EmbeddedServer.class).getPort();
        try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static String get(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n";
    }

    private static String post(String path, String headers) {
        return "POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: %s\r\n%s"
                        .formatted(path, ORIGIN, headers)
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(FORM.length(), FORM);
    }

    @Test
    void itDoesNotStartWithoutTls() {
        assertThatThrownBy(() -> start().close())
                .hasStackTraceContaining("config-invalid")
                .hasStackTraceContaining("plat.checkout.tls-in-front=true");
    }

    @Test
    void aPlainRequestToATlsPortIsCutOff() throws Exception {
        try (ApplicationContext checkout = start(withTls())) {
            for (String request :
                    List.of(
                            get("/plans", ""),
                            get("/cart", COOKIES),
                            get("/health", ""),
                            post("/orders", COOKIES),
                            post("/api/v1/orders", COOKIES))) {
                assertThat(plain(checkout, request)).as(request).isEmpty();
            }
            assertThat(secure(checkout, "/plans")).as("with TLS").isEqualTo(303);
        }
    }

    @Test
    void whatCameWithoutTlsToWhatEndsItIsShownTheWayOrRefused() throws Exception {
        try (ApplicationContext checkout = start(IN_FRONT)) {
            String bare = "X-Forwarded-Proto: http\r\n";

            assertThat(plain(checkout, get("/plans", bare + COOKIES)))
                    .startsWith("HTTP/1.1 308")
                    .containsIgnoringCase("location: " + ORIGIN + "/plans")
                    .doesNotContainIgnoringCase("set-cookie");
            for (String path : List.of("/orders", "/api/v1/orders", "/plans/chosen")) {
                assertThat(plain(checkout, post(path, bare + COOKIES)))
                        .as(path)
                        .startsWith("HTTP/1.1 403")
                        .contains("This came without TLS")
                        .doesNotContainIgnoringCase("set-cookie");
            }
            assertThat(plain(checkout, get("/plans", bare + "X-Forwarded-Proto: https\r\n")))
                    .as("one of two says so")
                    .startsWith("HTTP/1.1 308");

            assertThat(plain(checkout, get("/plans", "X-Forwarded-Proto: https\r\n")))
                    .as("it came by TLS")
                    .startsWith("HTTP/1.1 303")
                    .containsIgnoringCase("location: http://plat-app.localhost/checkout");
        }
    }
}
