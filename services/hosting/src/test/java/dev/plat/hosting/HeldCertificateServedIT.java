package dev.plat.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.chassis.Chassis;
import dev.plat.chassis.seal.KeyFiles;
import dev.plat.hosting.publish.HostingTier;
import dev.plat.hosting.serve.EdgeServer;
import dev.plat.hosting.serve.Visitor;
import dev.plat.hosting.tls.Certificates;
import dev.plat.hosting.tls.SealedCertificate;
import dev.plat.hosting.tls.TestCa;
import dev.plat.hosting.tls.WebVisitor;
import dev.plat.resources.blob.Sha256;
import dev.plat.router.core.Node;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.RedisServer;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.ServiceTicket;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A certificate that a node holds is served, whatever else is down, and when it has expired too.
 */
@Servers(postgres = 2, tier = "hosting", zookeeper = 1, redis = 1, own = true)
class HeldCertificateServedIT {

    private static final String SECRET = "ab".repeat(32);
    private static final String PAGE = "<h1>mine</h1>";
    private static final String SHOP = "shop.test";
    private static final String SHORT = "short.test";

    @TempDir Path folder;
    private final PostgresServers postgres;
    private final ZooKeeperServer zookeeper;
    private final RedisServer redis;
    private final TestCa ca = new TestCa();
    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random());
    private final Id site = ids.nextAnywhere(IdKind.SITE);
    private final Id owner = ids.nextAnywhere(IdKind.ACCOUNT);
    private final HttpClient http = HttpClient.newHttpClient();
    private KeyFiles keys;
    private ApplicationContext process;

    HeldCertificateServedIT(
            PostgresServers postgres, ZooKeeperServer zookeeper, RedisServer redis) {
        this.postgres = postgres;
        this.zookeeper = zookeeper;
        this.redis = redis;
    }

    @BeforeEach
    void begin() throws IOException {
        List<Node> nodes = HostingTier.install(postgres);
        try (RegistryAdmin registry = new RegistryAdmin(zookeeper.connectString(), "/plat")) {
            registry.createCluster(HostingTier.CLUSTER);
            nodes.forEach(registry::putNode);
            registry.putMap(HostingTier.placement(nodes));
        }
        Files.writeString(
                folder.resolve("secrets"),
                """
                service.secret=%1$s
                ticket.secret=%1$s
                resource.root=%1$s
                pepper=%1$s
                postgres.app.password=app-pw
                postgres.scan.password=scan-pw
                postgres.owner.password=owner-pw
                """
                        .formatted(SECRET));
        keys = KeyFiles.make(folder);
        process = start();
    }

    @AfterEach
    void stop() {
        process.close();
        http.close();
        MemoryFiles.HOSTING.down = false;
        MemoryFiles.BUILDING.down = false;
    }

    @Test
    void aHeldCertificateIsServedWithEverythingElseDownAlsoAfterARestart() throws Exception {
        publish();
        String routing = "{\"site\":\"%s\",\"version\":1,\"state\":\"routed\"}".formatted(site);
        String feed = call("PUT", domain(SHOP), routing).body();
        assertThat(feed).startsWith("{\"feed\":{\"bucket\":");
        assertThat(call("PUT", domain(SHOP), routing).body()).as("a repeat").isEqualTo(feed);
        call("PUT", domain(SHORT), routing);
        certify(ca.issue(SHOP, 1, keys.publicKey()));
        Instant now = Instant.now();
        Instant over = now.plusSeconds(3);
        certify(ca.issue(SHORT, SHORT, 1, now.minusSeconds(60), over, keys.publicKey()));
        Waits.until("every node has it", () -> reached(SHOP) && reached(SHORT));
        challenge();
        assertServed();

        postgres.all().forEach(server -> server.stop());
        zookeeper.stop();
        redis.stop();
        MemoryFiles.HOSTING.down = true;
        MemoryFiles.BUILDING.down = true;
        assertServed();
        process.close();
        process = start();

        assertServed();
        Waits.until("it has expired", () -> Instant.now().isAfter(over));
        process.close();
        process = start();
        assertThat(process.getBean(Certificates.class).counts().expired()).isZero();
        ca.handshake(tlsPort(), SHORT);
        assertThat(process.getBean(Certificates.class).counts().expired()).isEqualTo(1);
        assertServed();
    }

    private void assertServed() throws Exception {
        try (WebVisitor web = new WebVisitor(ca.client(), tlsPort());
                Visitor visitor = new Visitor(process.getBean(EdgeServer.class).port())) {
            for (int version : List.of(2, 1)) {
                assertThat(web.get(version, SHOP, "/").body())
                        .isEqualTo(PAGE.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(visitor.get(SHOP, "/x").status()).isEqualTo(308);
        }
    }

    private void challenge() throws Exception {
        String token = "token-0123456789";
        String body =
                """
                {"version":1,"kind":"http-01","token":"%1$s","keyAuthorization":"%1$s.thumb",
                 "thumbprint":"thumb","expires":"%2$s"}
                """
                        .formatted(token, Instant.now().plus(Duration.ofMinutes(9)));
        assertThat(call("PUT", domain(SHOP) + "/challenge", body).statusCode()).isEqualTo(200);
        Waits.until("every node has it", () -> reached(SHOP));
        try (Visitor visitor = new Visitor(process.getBean(EdgeServer.class).port())) {
            String path = "/.well-known/acme-challenge/" + token;
            assertThat(visitor.get(SHOP, path).text()).isEqualTo(token + ".thumb");
            call("DELETE", domain(SHOP) + "/challenge/" + token, "");
            Waits.until("every node knows", () -> reached(SHOP));
            assertThat(visitor.get(SHOP, path).status()).isNotEqualTo(200);
        }
        HttpResponse<String> odd = call("PUT", domain("UPPER.test"), "{\"version\":1}");
        assertThat(odd.statusCode()).as(odd.body()).isIn(400, 422);
        assertThat(call("PUT", domain("co"), challengeless()).body()).contains("name-invalid");
    }

    private String challengeless() {
        return "{\"site\":\"%s\",\"version\":1,\"state\":\"off\"}".formatted(site);
    }

    private void certify(SealedCertificate sealed) throws Exception {
        String body =
                "{\"version\":%d,\"certificate\":\"%s\",\"kid\":\"%s\",\"chain\":\"%s\",\"sealedKey\":\"%s\"}"
                        .formatted(
                                sealed.version(),
                                sealed.certificate(),
                                sealed.kid(),
                                sealed.chain().replace("\n", "\\n"),
                                Base64.getEncoder().encodeToString(sealed.sealedKey()));
        HttpResponse<String> answer = call("PUT", domain(sealed.name()) + "/certificate", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private boolean reached(String host) {
        try {
            return call("GET", domain(host) + "/nodes", "").body().contains("\"all\":true");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void publish() throws Exception {
        String host = "held-" + site.toString().substring(20) + ".sites.test";
        String claim = "{\"site\":\"%s\",\"owner\":\"%s\"}".formatted(site, owner);
        call("POST", "/internal/v1/hosts/" + host + "/reserve", claim);
        call("POST", "/internal/v1/hosts/" + host + "/confirm", claim);
        String sha = Sha256.of(PAGE.getBytes(StandardCharsets.UTF_8)).hex();
        String list =
                "{\"files\":[{\"path\":\"index.html\",\"sha256\":\"%s\",\"size\":%d}]}"
                        .formatted(sha, PAGE.length());
        String base = "/api/v1/sites/" + site;
        String opened = call("POST", base + "/releases", list).body();
        Matcher release = Pattern.compile("\"release\":\"([^\"]+)\"").matcher(opened);
        assertThat(release.find()).as(opened).isTrue();
        String path = base + "/releases/" + release.group(1);
        call("PUT", path + "/resources/" + sha, PAGE);
        call("POST", path + "/seal", "{}");
        String deployed =
                call("POST", base + "/deploys", "{\"release\":\"" + release.group(1) + "\"}")
                        .body();
        assertThat(deployed).contains("\"generation\":1").contains("http://" + host);
    }

    private ApplicationContext start() {
        return Chassis.run(
                HostingApplication.class,
                "-plat.zookeeper=" + zookeeper.connectString(),
                "-plat.data=" + folder.resolve("data"),
                "-plat.secrets=" + folder.resolve("secrets"),
                "-plat.instance=hosting-1",
                "-plat.redis=" + redis.uri(),
                "-plat.app-origin=http://app.test",
                "-plat.sites-domain=sites.test",
                "-plat.edge.reserve-bytes=0",
                "-plat.edge.key=" + keys.privateKey(),
                "-micronaut.server.port=-1");
    }

    private int tlsPort() {
        return process.getBean(EdgeServer.class).tlsPort().orElseThrow();
    }

    private static String domain(String host) {
        return "/internal/v1/domains/" + host;
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        ServiceTicket tickets = new ServiceTicket(SECRET, InstantSource.system());
        int port = process.getBean(EmbeddedServer.class).getPort();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", tickets.header("operator"))
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (!path.contains("/resources/")) {
            request.header("Content-Type", "application/json");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
