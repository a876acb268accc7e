package dev.plat.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.plat.chassis.seal.KeyFiles;
import dev.plat.domains.certificate.localca.CaFolder;
import dev.plat.domains.dns.Change;
import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsRecord;
import dev.plat.domains.dns.Reading;
import dev.plat.domains.dns.Soa;
import dev.plat.domains.dns.Zone;
import dev.plat.domains.dns.answer.Answerer;
import dev.plat.domains.dns.answer.AnswererSettings;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Instance;
import dev.plat.router.core.Node;
import dev.plat.router.postgres.RolePasswords;
import dev.plat.router.postgres.ShardSetup;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.router.registry.RegistrySettings;
import dev.plat.router.registry.ZooKeeperTopology;
import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.router.testkit.Ports;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.ServiceTicket;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A domains process and an edge, each as a process of its own over a real tier and registry, for
 * what concerns names alone: it starts in seconds. Site-builder is played, and so is the provider
 * of the customers' DNS, by our own name server.
 */
final class NameRig implements AutoCloseable {

    static final String ZONE = "shops.test";
    private static final String ROOT = "test";
    static final String SITES = "sites.test";

    private static final String CLUSTER = "2b7d3a90-77a1-4b64-8d3c-5f0c3f0f7b22";
    private static final String SECRET = "ab".repeat(32);
    private static final String APP = "http://app.test";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    final int edgePort = Ports.free();
    final int tlsPort = Ports.free();
    final int dnsPort = Ports.free();
    final Path folder;

    private final int hostingPort = Ports.free();
    private final int domainsPort = Ports.free();
    private final String zooKeeper;
    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random());
    private final Id account = ids.nextAnywhere(IdKind.ACCOUNT);
    private final Id session = ids.nextAnywhere(IdKind.SESSION);
    private final Id site = ids.nextAnywhere(IdKind.SITE);
    private final Programs programs;
    private final Answerer dns;
    private final HttpServer builder;
    private final ZooKeeperTopology topology;
    private final KeyFiles keys;
    private @Nullable ChildProcess hosting;
    private @Nullable ChildProcess domains;

    NameRig(PostgresServer postgres, ZooKeeperServer registry, Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.zooKeeper = registry.connectString();
        this.programs = new Programs(RunningCluster.home(), folder.resolve("run"));
        tiers(postgres);
        Files.writeString(
                folder.resolve("secrets"),
                """
                service.secret=%1$s
                ticket.secret=%1$s
                resource.root=%1$s
                pepper=%1$s
                domains.label=%1$s
                postgres.app.password=app-pw
                postgres.scan.password=scan-pw
                postgres.owner.password=owner-pw
                """
                        .formatted(SECRET));
        keys = KeyFiles.make(folder.resolve("keys"));
        CaFolder.make(authority());
        dns =
                new Answerer(
                        AnswererSettings.usual(
                                List.of(InetAddress.ofLiteral("127.0.0.1")),
                                dnsPort,
                                folder.resolve("provider")),
                        1,
                        System::nanoTime);
        dns.start();
        // The registry's zone, and the customer's in it, on one server.
        String own = "ns1." + SITES;
        zone(
                ROOT,
                DnsRecord.of(ZONE, "NS", 60, "ns." + ZONE),
                address("ns." + ZONE),
                DnsRecord.of(SITES, "NS", 60, own),
                DnsRecord.of(own, "A", 60, "127.0.0.53"));
        zone(ZONE);
        builder = siteBuilder();
        topology =
                ZooKeeperTopology.open(
                        new RegistrySettings(
                                zooKeeper,
                                Bootstrap.REGISTRY_ROOT,
                                folder.resolve("played"),
                                Set.of()));
        topology.announce(
                new Instance(
                        "site-builder",
                        "played",
                        "127.0.0.1:" + builder.getAddress().getPort(),
                        Instant.now()));
    }

    /** Both processes; returns when they answer. */
    void start(Map<String, Object> settings) {
        hosting = start("hosting", "dev.plat.hosting.HostingApplication", hostingPort, edge());
        begin(settings);
        awaitHealth(hostingPort);
        awaitDomains();
    }

    /** The domains process alone, with these settings besides its usual ones. */
    void begin(Map<String, Object> settings) {
        Map<String, Object> all = names();
        all.putAll(settings);
        domains = start("domains", "dev.plat.domains.DomainsApplication", domainsPort, all);
    }

    /** The same once it has ended in order. */
    void restart(Map<String, Object> settings) {
        domains().stop();
        begin(settings);
        awaitDomains();
    }

    /** Whether every node can serve a certificate under this name. */
    boolean certified(String name) {
        String path = "/internal/v1/domains/" + name.replace("*", "%2A") + "/nodes";
        try {
            ServiceTicket tickets = new ServiceTicket(SECRET, InstantSource.system());
            JsonNode nodes =
                    new Customer.Answer(
                                    Http.sendOrFail(
                                            "GET",
                                            URI.create("http://app.test:" + hostingPort + path),
                                            Map.of("Authorization", tickets.header("operator")),
                                            new byte[0]))
                            .json();
            return nodes.path("certificate").asLong() > 0 && nodes.path("all").asBoolean();
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        }
    }

    void awaitDomains() {
        awaitHealth(domainsPort);
    }

    ChildProcess domains() {
        return Objects.requireNonNull(domains, "not started");
    }

    Path authority() {
        return folder.resolve("ca");
    }

    Id site() {
        return site;
    }

    /** One more value beside those that the record has. */
    void record(String host, String type, String value) {
        change(new Change.Add(DnsRecord.of(host, type, 60, value)));
    }

    /** Claims the name and sets what is asked for; it is looked at by itself. */
    void bring(String name) {
        JsonNode claimed =
                call("POST", "/api/v1/sites/" + site + "/domains", Map.of("name", name), 201);
        for (JsonNode one : claimed.path("records")) {
            if (one.path("why").asText().equals("proof")) {
                record(one.path("host").asText(), "TXT", one.path("value").asText());
            }
        }
        record(name, "A", "127.0.0.1");
    }

    JsonNode name(String name) {
        return call("GET", "/api/v1/domains/" + name, null, 200);
    }

    /** Has it looked at, unless that was a moment ago. */
    void check(String name) {
        send("POST", "/api/v1/domains/" + name + "/check", null);
    }

    JsonNode call(String method, String path, @Nullable Object body, int status) {
        Customer.Answer answer = send(method, path, body);
        if (answer.status() != status) {
            throw new AssertionError(method + " " + path + ": " + answer.text());
        }
        return answer.json();
    }

    private Customer.Answer send(String method, String path, @Nullable Object body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Origin", APP);
        headers.put("Content-Type", "application/json");
        headers.put("Cookie", "__Host-plat_tkt=" + ticket());
        headers.put("Plat-Csrf", mac("csrf." + session));
        try {
            return new Customer.Answer(
                    Http.sendOrFail(
                            method,
                            URI.create("http://app.test:" + domainsPort + path),
                            headers,
                            body == null ? new byte[0] : JSON.writeValueAsBytes(body)));
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        }
    }

    @Override
    public void close() {
        if (domains != null) {
            domains.stop();
        }
        if (hosting != null) {
            hosting.stop();
        }
        topology.close();
        builder.stop(0);
        dns.close();
    }

    private void zone(String name, DnsRecord... more) {
        DnsName zone = DnsName.of(name);
        DnsName server = DnsName.of("ns." + name);
        List<DnsRecord> records = new ArrayList<>(List.of(more));
        records.add(DnsRecord.of(name, "NS", 60, server.value()));
        records.add(address(server.value()));
        dns.provider()
                .create(Zone.of(zone, Soa.usual(server, zone, 1), records), Deadline.in(PATIENCE));
    }

    private static DnsRecord address(String host) {
        return DnsRecord.of(host, "A", 60, "127.0.0.1");
    }

    private void change(Change change) {
        DnsName zone = DnsName.of(ZONE);
        Reading.Found found = (Reading.Found) dns.provider().read(zone, Deadline.in(PATIENCE));
        dns.provider().apply(zone, found.zone().serial(), List.of(change), Deadline.in(PATIENCE));
    }

    private ChildProcess start(String name, String main, int port, Map<String, Object> settings) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("plat.zookeeper", zooKeeper);
        properties.put("plat.data", folder.resolve(name));
        properties.put("plat.secrets", folder.resolve("secrets"));
        properties.put("plat.instance", name);
        properties.put("plat.redis", "redis://127.0.0.1:1");
        properties.put("plat.app-origin", APP);
        properties.put("plat.sites-domain", SITES);
        properties.put("micronaut.server.port", port);
        properties.putAll(settings);
        return ChildProcess.start(
                programs.command("services/" + name, main, 256, properties),
                folder.resolve(name + ".log"),
                ChildLife.WITH_PARENT);
    }

    private Map<String, Object> edge() {
        return Map.of(
                "plat.edge.port",
                edgePort,
                "plat.edge.tls-port",
                tlsPort,
                "plat.edge.key",
                keys.privateKey(),
                "plat.edge.reserve-bytes",
                0);
    }

    private Map<String, Object> names() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("plat.names.local-names", true);
        settings.put("plat.domains.edge-name", "edge." + SITES);
        settings.put("plat.domains.edge-addresses", "127.0.0.1");
        settings.put("plat.domains.roots", ROOT + "=127.0.0.1");
        settings.put("plat.domains.resolver", "127.0.0.1:" + dnsPort);
        settings.put("plat.domains.server-port", dnsPort);
        settings.put("plat.domains.probe-port", edgePort);
        settings.put("plat.domains.private-addresses", true);
        settings.put("plat.certificates.issuer", "local-ca");
        settings.put("plat.certificates.ca-folder", authority());
        settings.put("plat.certificates.recipient", keys.publicKey());
        settings.put("plat.certificates.tls-port", tlsPort);
        settings.put("plat.certificates.lease", "2s");
        return settings;
    }

    private void tiers(PostgresServer postgres) {
        try (RegistryAdmin registry = new RegistryAdmin(zooKeeper, Bootstrap.REGISTRY_ROOT)) {
            registry.createCluster(CLUSTER);
            ShardSetup setup =
                    new ShardSetup(
                            postgres.superuser(),
                            postgres.superuserPassword(),
                            new RolePasswords(
                                    "owner-pw", "app-pw", "scan-pw", "mover-pw", "copy-pw"));
            String server = postgres.address().substring(0, postgres.address().indexOf('/'));
            for (Tier tier : List.of(Tier.DOMAINS, Tier.HOSTING)) {
                Node node =
                        new Node(
                                tier,
                                tier.text() + "-1",
                                "zone-a",
                                100,
                                Node.State.ACTIVE,
                                server + "/" + tier.text());
                BucketMap map = BucketMap.firstPlacement(tier, List.of(node.name()));
                registry.putNode(node);
                registry.putMap(map);
                setup.install(CLUSTER, List.of(node), map);
            }
        }
    }

    private HttpServer siteBuilder() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(
                server,
                "/internal/v1/sites/",
                "{\"site\":\"%s\",\"owner\":\"%s\",\"slug\":\"shop\"}".formatted(site, account));
        answer(server, "/internal/v1/sessions/", "{\"holds\":true}");
        server.start();
        return server;
    }

    private static void answer(HttpServer server, String path, String json) {
        server.createContext(
                path,
                exchange -> {
                    byte[] body = json.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
    }

    private void awaitHealth(int port) {
        Waits.until(
                Duration.ofSeconds(60),
                "the process at " + port + " answers",
                () -> {
                    try {
                        return Http.sendOrFail(
                                                "GET",
                                                URI.create("http://app.test:" + port + "/health"),
                                                Map.of(),
                                                new byte[0])
                                        .statusCode()
                                == 200;
                    } catch (IOException _) {
                        return false;
                    }
                });
    }

    private String ticket() {
        long now = Instant.now().getEpochSecond();
        List<String> parts = new ArrayList<>(List.of("v1", "k1"));
        parts.addAll(List.of(session.toString(), account.toString(), "0"));
        parts.addAll(List.of(Long.toString(now), Long.toString(now + 3_600)));
        String body = String.join(".", parts);
        return body + "." + mac(body);
    }

    private static String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(SECRET), "HmacSHA256"));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
