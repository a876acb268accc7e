package dev.plat.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.chassis.seal.KeyFiles;
import dev.plat.domains.certificate.localca.CaFolder;
import dev.plat.router.core.Instance;
import dev.plat.router.core.Router;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.registry.RegistrySettings;
import dev.plat.router.registry.ZooKeeperTopology;
import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.router.testkit.Ports;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import dev.plat.schemas.ServiceTicket;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
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

    private static final int LAST_WORDS = 60;
    private static final String SECRET = "ab".repeat(32);
    private static final String APP = "http://app.test";
    private static final ObjectMapper JSON = new ObjectMapper();

    final int edgePort = Ports.free();
    final int tlsPort = Ports.free();
    final int dnsPort = Ports.free();
    final Path folder;

    private final int hostingPort = Ports.free();
    private final int domainsPort = Ports.free();
    private final String zooKeeper;
    private final Programs programs;
    private final CustomersDns dns;
    private final PlayedBuilder builder;
    private PlayedBuilder.Owner owner;
    private final ZooKeeperTopology topology;
    private final KeyFiles keys;
    private @Nullable ChildProcess hosting;
    private @Nullable ChildProcess domains;

    NameRig(PostgresServer postgres, ZooKeeperServer registry, Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.zooKeeper = registry.connectString();
        this.programs = new Programs(RunningCluster.home(), folder.resolve("run"));
        NameTiers.install(postgres, zooKeeper);
        Files.writeString(
                folder.resolve("secrets"),
                """
                service.secret=%1$s
                ticket.secret=%1$s
                resource.root=%1$s
                pepper=%1$s
                domains.label=%1$s
                dns.tsig=%2$s
                dns.powerdns=%3$s
                postgres.app.password=app-pw
                postgres.scan.password=scan-pw
                postgres.owner.password=owner-pw
                """
                        .formatted(SECRET, ZoneServer.TSIG_SECRET, ZoneServer.API_KEY));
        keys = KeyFiles.make(folder.resolve("keys"));
        CaFolder.make(authority());
        dns =
                new CustomersDns(
                        dnsPort, folder.resolve("provider"), ROOT, ZONE, SITES, "127.0.0.53");
        builder = new PlayedBuilder(SECRET, APP);
        owner = builder.newOwner();
        topology =
                ZooKeeperTopology.open(
                        new RegistrySettings(
                                zooKeeper,
                                Bootstrap.REGISTRY_ROOT,
                                folder.resolve("played"),
                                Set.of(Tier.DOMAINS)));
        topology.announce(new Instance("site-builder", "played", builder.address(), Instant.now()));
    }

    /** To the names' tier, as a service has it. */
    Router router() {
        return PostgresRouter.open(
                Tier.DOMAINS, topology, PostgresSettings.of("test", "app-pw", "scan-pw"));
    }

    CustomersDns dns() {
        return dns;
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

    /** The highest version of a certificate under this name that every node can serve, or 0. */
    long certified(String name) {
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
            return nodes.path("all").asBoolean() ? nodes.path("certificate").asLong() : 0;
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

    /** From here on somebody else asks, who has claimed no names yet. */
    void changeOwner() {
        owner = newOwner();
    }

    /** Somebody else, with a site of their own. */
    PlayedBuilder.Owner newOwner() {
        return builder.newOwner();
    }

    /** One more value beside those that the record has. */
    void record(String host, String type, String value) {
        dns.add(ZONE, host, type, value);
    }

    /** Claims the name and sets what is asked for; it is looked at by itself. */
    void bring(String name) {
        bring(owner, name);
    }

    /**
     * The same where the process is about to be killed; false when it was before all was done: by
     * an order that it has taken up from the one killed before it.
     */
    boolean bringToTheDying(String name) {
        try {
            bring(name);
            return true;
        } catch (IllegalStateException _) {
            Waits.until("the process is killed", () -> !domains().alive());
            return false;
        }
    }

    void bring(PlayedBuilder.Owner who, String name) {
        for (JsonNode one : claim(who, name).path("records")) {
            if (one.path("why").asText().equals("proof")) {
                record(one.path("host").asText(), "TXT", one.path("value").asText());
            }
        }
        record(name, "A", "127.0.0.1");
    }

    /** What is to be set. */
    JsonNode claim(PlayedBuilder.Owner who, String name) {
        String path = "/api/v1/sites/" + who.site() + "/domains";
        return call(who, "POST", path, Map.of("name", name), 201);
    }

    JsonNode name(String name) {
        return call("GET", "/api/v1/domains/" + name, null, 200);
    }

    /** Has it looked at, unless that was a moment ago. */
    void check(String name) {
        send(owner, "POST", "/api/v1/domains/" + name + "/check", null, Map.of());
    }

    /** Says that the owner has the page with their names open. */
    void watch(PlayedBuilder.Owner who) {
        send(who, "POST", "/api/v1/sites/" + who.site() + "/domains/watch", null, Map.of());
    }

    JsonNode call(String method, String path, @Nullable Object body, int status) {
        return call(owner, method, path, body, status);
    }

    JsonNode call(
            PlayedBuilder.Owner who,
            String method,
            String path,
            @Nullable Object body,
            int status) {
        return call(who, method, path, body, Map.of(), status);
    }

    JsonNode call(
            PlayedBuilder.Owner who,
            String method,
            String path,
            @Nullable Object body,
            Map<String, String> headers,
            int status) {
        Customer.Answer answer = send(who, method, path, body, headers);
        if (answer.status() != status) {
            throw new AssertionError(method + " " + path + ": " + answer.text() + lastWords());
        }
        return answer.json();
    }

    /** The folder is gone when somebody asks why. */
    private String lastWords() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("domains.log"));
            return lines.stream()
                    .skip(Math.max(0, lines.size() - LAST_WORDS))
                    .collect(Collectors.joining("\n", "\n", ""));
        } catch (IOException e) {
            return " (" + e.getMessage() + ")";
        }
    }

    private Customer.Answer send(
            PlayedBuilder.Owner who,
            String method,
            String path,
            @Nullable Object body,
            Map<String, String> more) {
        Map<String, String> headers = builder.headers(who);
        headers.putAll(more);
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
        builder.close();
        dns.close();
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
        settings.put("plat.domains.roots", ROOT + "=" + CustomersDns.ADDRESS);
        settings.put("plat.domains.resolver", CustomersDns.ADDRESS + ":" + dnsPort);
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
}
