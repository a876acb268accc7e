package dev.plat.ops.cluster;

import dev.plat.chassis.seal.KeyFiles;
import dev.plat.router.testkit.PostgresBinaries;
import dev.plat.router.testkit.PostgresProcess;
import dev.plat.router.testkit.RedisProcess;
import dev.plat.schemas.Tier;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which processes a local cluster has, and how each is told where the others are. */
final class Members {

    private static final int ZOOKEEPER_HEAP_MIB = 96;
    private static final int FILES_HEAP_MIB = 128;
    private static final int SERVICE_HEAP_MIB = 320;
    private static final int DOMAINS_HEAP_MIB = 192;
    private static final int SALE_HEAP_MIB = 160;
    private static final int CONTROLLER_HEAP_MIB = 128;

    /**
     * Durable, and ready for logical replication, so that buckets can move between servers online.
     */
    private static final Map<String, String> POSTGRES_SETTINGS =
            Map.ofEntries(
                    Map.entry("wal_level", "logical"),
                    Map.entry("max_connections", "300"),
                    Map.entry("shared_buffers", "128MB"),
                    // Each move in work holds two links on either server, each soaking one one.
                    Map.entry("max_wal_senders", "40"),
                    Map.entry("max_replication_slots", "40"),
                    Map.entry("max_active_replication_origins", "40"),
                    Map.entry("max_logical_replication_workers", "24"),
                    Map.entry("max_sync_workers_per_subscription", "4"),
                    Map.entry("max_worker_processes", "40"),
                    Map.entry("max_wal_size", "1GB"),
                    Map.entry("wal_compression", "on"),
                    Map.entry("jit", "off"));

    private final ClusterLayout layout;
    private final Programs programs;
    private final ClusterSecrets secrets;
    private final HttpClient http;
    private final OutsideWorld outside;
    private final Shop shop;

    Members(ClusterLayout layout, Programs programs, ClusterSecrets secrets, HttpClient http) {
        this.layout = layout;
        this.programs = programs;
        this.secrets = secrets;
        this.http = http;
        this.outside = new OutsideWorld(layout, programs, secrets, http);
        this.shop = new Shop(layout);
    }

    /**
     * Those that start together.
     *
     * @param postgresServers numbers, from 1
     */
    List<Member> all(List<Integer> postgresServers) {
        List<Member> members = new ArrayList<>();
        members.add(zooKeeper());
        postgresServers.forEach(server -> members.add(postgres(server)));
        members.add(redis());
        members.add(outside.registry());
        members.add(outside.cardDatabase());
        members.add(outside.cardProvider());
        for (int server : ClusterLayout.fileServers()) {
            members.add(fileServer(server));
        }
        members.add(siteBuilder());
        members.add(hosting());
        members.add(domains());
        members.add(payments());
        members.add(checkout());
        members.add(controller(1));
        return members;
    }

    Member postgres(int server) {
        String name = "postgres-" + server;
        int port = layout.postgresPort(server);
        Path folder = layout.folder(name);
        return new Member(
                name,
                "database",
                Map.of("sql", port),
                (life, _) -> {
                    PostgresBinaries binaries = PostgresBinaries.embedded();
                    binaries.initialise(
                            folder,
                            secrets.get("postgres.superuser.password"),
                            PostgresBinaries.Durability.KEPT);
                    return PostgresProcess.start(binaries, folder, port, POSTGRES_SETTINGS, life);
                });
    }

    Member controller(int number) {
        String name = "controller-" + number;
        int port = layout.controllerPort(number);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("plat.zookeeper", layout.zooKeeper());
        properties.put("plat.data", layout.folder(name));
        properties.put("plat.secrets", layout.secrets());
        properties.put("plat.instance", name);
        properties.put("plat.port", port);
        return java(
                name,
                "service",
                Map.of("http", port),
                JavaStarter.Probe.HEALTH,
                programs.command(
                        "shard-router/controller",
                        "dev.plat.router.controller.Controller",
                        CONTROLLER_HEAP_MIB,
                        properties));
    }

    private Member redis() {
        int port = layout.redisPort();
        return new Member(
                "redis",
                "cache",
                Map.of("redis", port),
                (life, _) ->
                        RedisProcess.start(
                                layout.folder("redis"), port, Map.of("maxmemory", "64mb"), life));
    }

    private Member zooKeeper() {
        List<String> command =
                new ArrayList<>(
                        programs.small(
                                "ops/local-cluster",
                                ZooKeeperMain.class.getName(),
                                ZOOKEEPER_HEAP_MIB,
                                Map.of()));
        command.add(layout.folder("zookeeper").toString());
        command.add(Integer.toString(layout.zooKeeperPort()));
        return java(
                "zookeeper",
                "coordination",
                Map.of("client", layout.zooKeeperPort()),
                JavaStarter.Probe.CONNECT,
                command);
    }

    private Member fileServer(int server) {
        String name = "files-" + server;
        Map<String, Object> properties = common(name, layout.fileAdminPort(server));
        properties.put("plat.zone", "zone-" + server);
        properties.put(
                "plat.files." + Tier.BUILDING_FILES.text() + ".port",
                layout.buildingFilesPort(server));
        properties.put(
                "plat.files." + Tier.HOSTING_FILES.text() + ".port",
                layout.hostingFilesPort(server));
        return java(
                name,
                "files",
                Map.of(
                        "http", layout.fileAdminPort(server),
                        "building-files", layout.buildingFilesPort(server),
                        "hosting-files", layout.hostingFilesPort(server)),
                JavaStarter.Probe.HEALTH,
                programs.command(
                        "resource-store/server",
                        "dev.plat.resources.server.FileServer",
                        FILES_HEAP_MIB,
                        properties));
    }

    private Member siteBuilder() {
        Map<String, Object> properties = common("site-builder", layout.siteBuilderPort());
        properties.put("plat.neighbours.domains-origin", layout.domainsOrigin());
        properties.put("plat.neighbours.checkout-origin", layout.checkoutOrigin());
        return java(
                "site-builder",
                "service",
                Map.of("http", layout.siteBuilderPort()),
                JavaStarter.Probe.HEALTH,
                programs.command(
                        "services/site-builder",
                        "dev.plat.building.SiteBuilder",
                        SERVICE_HEAP_MIB,
                        properties));
    }

    private Member hosting() {
        Map<String, Object> properties = common("hosting", layout.hostingPort());
        properties.put("plat.edge.tls-port", layout.edgeTlsPort());
        properties.put("plat.edge.tls-public-port", layout.edgeTlsPort());
        // Browsers do not know the cluster's authority; whoever trusts it may type https.
        properties.put("plat.edge.secure-urls", false);
        properties.put("plat.edge.key", KeyFiles.in(layout.keys()).privateKey());
        return java(
                "hosting",
                "service",
                Map.of(
                        "http", layout.hostingPort(),
                        "edge", layout.edgePort(),
                        "tls", layout.edgeTlsPort()),
                JavaStarter.Probe.HEALTH,
                programs.command(
                        "services/hosting",
                        "dev.plat.hosting.HostingApplication",
                        SERVICE_HEAP_MIB,
                        properties));
    }

    private Member domains() {
        Map<String, Object> properties = common("domains", layout.domainsPort());
        properties.putAll(outside.domainsSettings());
        return java(
                "domains",
                "service",
                Map.of("http", layout.domainsPort()),
                JavaStarter.Probe.HEALTH,
                programs.command(
                        "services/domains",
                        "dev.plat.domains.DomainsApplication",
                        DOMAINS_HEAP_MIB,
                        properties));
    }

    private Member payments() {
        Map<String, Object> properties = common("payments", layout.paymentsPort());
        properties.putAll(shop.paymentsSettings());
        return java(
                "payments",
                "service",
                Map.of("http", layout.paymentsPort()),
                JavaStarter.Probe.HEALTH,
                programs.command(
                        "services/payments",
                        "dev.plat.payments.PaymentsApplication",
                        SALE_HEAP_MIB,
                        properties));
    }

    private Member checkout() {
        Map<String, Object> properties = common(Shop.CHECKOUT, layout.checkoutPort());
        properties.putAll(shop.checkoutSettings());
        List<String> command =
                programs.command(
                        "services/checkout",
                        "dev.plat.checkout.CheckoutApplication",
                        SALE_HEAP_MIB,
                        properties);
        Member.Starter start =
                new JavaStarter(
                        command,
                        layout.logs().resolve(Shop.CHECKOUT + ".log"),
                        JavaStarter.Probe.SECURE_HEALTH,
                        layout.checkoutPort(),
                        http,
                        layout.root());
        return new Member(
                Shop.CHECKOUT,
                "service",
                Map.of("https", layout.checkoutPort()),
                ServerCertificate.before(
                        start,
                        layout.authority(),
                        layout.tls(Shop.CHECKOUT),
                        List.of(layout.checkoutHost(), "localhost")));
    }

    private Map<String, Object> common(String instance, int port) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("plat.zookeeper", layout.zooKeeper());
        properties.put("plat.data", layout.folder(instance));
        properties.put("plat.secrets", layout.secrets());
        properties.put("plat.instance", instance);
        properties.put("plat.redis", layout.redis());
        properties.put("plat.authority", layout.root());
        properties.put("plat.app-origin", layout.appOrigin());
        properties.put("plat.sites-domain", layout.sitesDomain());
        properties.put("plat.edge.port", layout.edgePort());
        properties.put("plat.edge.public-port", layout.edgePort());
        properties.put("micronaut.server.host", "127.0.0.1");
        properties.put("micronaut.server.port", port);
        return properties;
    }

    private Member java(
            String name,
            String kind,
            Map<String, Integer> ports,
            JavaStarter.Probe probe,
            List<String> command) {
        int port = ports.getOrDefault(probe.purpose(), 0);
        Path log = layout.logs().resolve(name + ".log");
        return new Member(
                name, kind, ports, new JavaStarter(command, log, probe, port, http, layout.root()));
    }
}
