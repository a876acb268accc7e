package dev.plat.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.chassis.Chassis;
import dev.plat.hosting.publish.HostingTier;
import dev.plat.hosting.serve.EdgeServer;
import dev.plat.hosting.serve.Visitor;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole process over its own API; then without anybody else. */
@Servers(postgres = 2, tier = "hosting", zookeeper = 1, redis = 1, own = true)
class EverythingElseDownIT {

    private static final String SECRET = "ab".repeat(32);
    private static final String PAGE = "<h1>still here</h1>";

    @TempDir Path folder;
    private final PostgresServers postgres;
    private final ZooKeeperServer zookeeper;
    private final RedisServer redis;
    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random());
    private final Id site = ids.nextAnywhere(IdKind.SITE);
    private final Id owner = ids.nextAnywhere(IdKind.ACCOUNT);
    private final HttpClient http = HttpClient.newHttpClient();
    private ApplicationContext process;

    EverythingElseDownIT(PostgresServers postgres, ZooKeeperServer zookeeper, RedisServer redis) {
        this.postgres = postgres;
        this.zookeeper = zookeeper;
        this.redis = redis;
    }

    @BeforeEach
    void begin() throws IOException {
        cluster();
        process = start();
    }

    @AfterEach
    void stop() {
        process.close();
        http.close();
    }

    @Test
    void whatIsPublishedIsServedWithEverythingElseDownAlsoAfterARestart() throws Exception {
        String host = publish();
        try (Visitor visitor = new Visitor(edgePort())) {
            assertThat(visitor.get(host, "/").text()).isEqualTo(PAGE);
            refusals(visitor, host);

            postgres.all().forEach(server -> server.stop());
            zookeeper.stop();
            redis.stop();
            MemoryFiles.HOSTING.down = true;
            MemoryFiles.BUILDING.down = true;

            assertThat(visitor.get(host, "/").text()).isEqualTo(PAGE);
            assertThat(visitor.get("nobody.sites.test", "/").status()).isEqualTo(404);
        }
        process.close();

        long began = System.nanoTime();
        process = start();
        long millis = (System.nanoTime() - began) / 1_000_000;
        try (Visitor visitor = new Visitor(edgePort())) {
            assertThat(visitor.get(host, "/").text()).isEqualTo(PAGE);
            assertThat(visitor.get(host, "/style.css").text()).isEqualTo("h1{}");
            assertThat(visitor.get("nobody.sites.test", "/").status())
                    .as("who it is not sure about: its snapshot may be older than the last site")
                    .isEqualTo(503);
        }
        assertThat(Waits.scaled(java.time.Duration.ofSeconds(15)).toMillis())
                .as("started with everything down in %d ms", millis)
                .isGreaterThan(millis);
        assertThat(call("GET", "/internal/v1/feed", "").body()).contains("\"stale\":true");
    }

    private void cluster() throws IOException {
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
                "-micronaut.server.port=-1");
    }

    private int edgePort() {
        return process.getBean(EdgeServer.class).port();
    }

    private String publish() throws Exception {
        String host = "here-" + site.toString().substring(20) + ".sites.test";
        String claim = "{\"site\":\"%s\",\"owner\":\"%s\"}".formatted(site, owner);
        assertThat(call("POST", "/internal/v1/hosts/" + host + "/reserve", claim).body())
                .isEqualTo("{\"state\":\"reserved\"}");
        assertThat(call("POST", "/internal/v1/hosts/" + host + "/confirm", claim).statusCode())
                .isEqualTo(200);
        String list =
                """
                {"files":[{"path":"index.html","sha256":"%s","size":%d},
                          {"path":"style.css","sha256":"%s","size":4}],"settings":{"builder":true}}
                """
                        .formatted(sha(PAGE), PAGE.length(), sha("h1{}"));
        HttpResponse<String> opened = call("POST", base() + "/releases", list);
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
        assertThat(opened.body()).contains(sha(PAGE)).contains(sha("h1{}"));
        String release = field(opened.body(), "release");
        assertThat(call("POST", base() + "/releases/" + release + "/seal", "{}").statusCode())
                .isEqualTo(409);
        for (String body : List.of(PAGE, "h1{}")) {
            String path = base() + "/releases/" + release + "/resources/" + sha(body);
            assertThat(call("PUT", path, body).statusCode()).isEqualTo(204);
        }
        HttpResponse<String> sealed = call("POST", base() + "/releases/" + release + "/seal", "{}");
        assertThat(sealed.body()).contains("\"files\":2").contains("\"warnings\":[]");
        HttpResponse<String> deployed =
                call("POST", base() + "/deploys", "{\"release\":\"" + release + "\"}");
        assertThat(deployed.body())
                .contains("\"generation\":1")
                .contains("http://" + host + ":" + edgePort() + "/");
        assertThat(call("GET", base() + "/releases", "").body()).contains("\"live\":true");
        assertThat(call("GET", base(), "").body()).contains(host).contains(release);
        Waits.until(
                "the snapshot is written",
                () -> Files.exists(folder.resolve("data/edge/hosts.index")));
        return host;
    }

    /** Bad input to the API answers with a problem document, and the process stays well. */
    private void refusals(Visitor visitor, String host) throws Exception {
        problem(call("POST", base() + "/releases", "{\"files\":["), 400, "json-malformed");
        problem(
                call(
                        "POST",
                        base() + "/releases",
                        "{\"files\":[{\"path\":\"a/../b\",\"sha256\":\"%s\",\"size\":1}]}"
                                .formatted(sha("x"))),
                422,
                "release-invalid");
        problem(
                call("POST", base() + "/releases", "{\"files\":[],\"settings\":{\"odd\":1}}"),
                422,
                "field-invalid");
        problem(call("GET", "/api/v1/sites/site_odd", ""), 400, "id-malformed");
        problem(
                call("GET", "/api/v1/sites/" + ids.nextAnywhere(IdKind.SITE), ""),
                404,
                "not-found");
        problem(
                call(
                        "POST",
                        "/internal/v1/hosts/www.sites.test/reserve",
                        "{\"site\":\"%s\",\"owner\":\"%s\"}".formatted(site, owner)),
                422,
                "slug-invalid");
        HttpRequest anonymous = HttpRequest.newBuilder(uri(base())).build();
        problem(
                http.send(anonymous, HttpResponse.BodyHandlers.ofString()),
                401,
                "sign-in-required");
        assertThat(visitor.get(host, "/").status()).isEqualTo(200);
    }

    private static void problem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains("\"code\":\"" + code + "\"");
    }

    private String base() {
        return "/api/v1/sites/" + site;
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        ServiceTicket tickets = new ServiceTicket(SECRET, InstantSource.system());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path))
                        .header("Authorization", tickets.header("operator"))
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (method.equals("POST")) {
            request.header("Content-Type", "application/json");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        int port = process.getBean(EmbeddedServer.class).getPort();
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return matcher.group(1);
    }

    private static String sha(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
