package dev.plat.ops.cluster;

import dev.plat.chassis.seal.KeyFiles;
import dev.plat.router.testkit.PostgresBinaries;
import dev.plat.router.testkit.PostgresProcess;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands in for the world that a cluster lives in: a registry of names and a card provider,
 * and how the domains service is told of the former. Nothing here leaves this machine.
 */
final class OutsideWorld {

    private static final int REGISTRY_HEAP_MIB = 64;
    private static final int CARD_HEAP_MIB = 96;

    private static final Map<String, String> CARD_DATABASE_SETTINGS =
            Map.of("max_connections", "40", "shared_buffers", "32MB", "jit", "off");

    /** As whom Plat buys names. */
    private static final String REGISTRAR = "plat";

    /** Where people have bought names before they came to Plat. */
    private static final String OTHER_REGISTRAR = "elsewhere";

    private final ClusterLayout layout;
    private final Programs programs;
    private final String cardPassword;
    private final HttpClient http;

    OutsideWorld(ClusterLayout layout, Programs programs, ClusterSecrets secrets, HttpClient http) {
        this.layout = layout;
        this.programs = programs;
        this.cardPassword = secrets.get("card.database.password");
        this.http = http;
    }

    Member registry() {
        String name = "registry";
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("plat.data", layout.folder(name));
        properties.put("plat.registry.epp-port", layout.eppPort());
        properties.put("plat.registry.rdap-port", layout.rdapPort());
        properties.put("plat.registry.admin-port", layout.registryAdminPort());
        properties.put("plat.registry.registrars", REGISTRAR + "," + OTHER_REGISTRAR);
        properties.put("plat.registry.dns-address", ClusterLayout.REGISTRY_DNS);
        properties.put("plat.registry.dns-port", layout.dnsPort());
        // The zone that published sites are in is a name below one that is sold.
        properties.put(
                "plat.registry.delegated",
                layout.sitesDomain() + "=" + String.join("+", ClusterLayout.PLAT_DNS));
        List<String> command =
                programs.small(
                        "ops/sandbox",
                        "dev.plat.ops.sandbox.registry.RegistryMain",
                        REGISTRY_HEAP_MIB,
                        properties);
        return new Member(
                name,
                "outside",
                Map.of(
                        "http", layout.registryAdminPort(),
                        "epp", layout.eppPort(),
                        "rdap", layout.rdapPort()),
                new JavaStarter(
                        command,
                        layout.logs().resolve(name + ".log"),
                        JavaStarter.Probe.HEALTH,
                        layout.registryAdminPort(),
                        http,
                        layout.root()));
    }

    /** The card provider's own: no process of Plat knows it. */
    Member cardDatabase() {
        String name = "card-database";
        int port = layout.cardDatabasePort();
        Path folder = layout.folder(name);
        return new Member(
                name,
                "outside-database",
                Map.of("sql", port),
                (life, _) -> {
                    PostgresBinaries binaries = PostgresBinaries.embedded();
                    binaries.initialise(folder, cardPassword, PostgresBinaries.Durability.KEPT);
                    return PostgresProcess.start(
                            binaries, folder, port, CARD_DATABASE_SETTINGS, life);
                });
    }

    Member cardProvider() {
        String name = "card-provider";
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("plat.data", layout.folder(name));
        properties.put(
                "plat.card.database",
                "jdbc:postgresql://127.0.0.1:%d/postgres?user=%s&password=%s"
                        .formatted(
                                layout.cardDatabasePort(),
                                PostgresBinaries.SUPERUSER,
                                cardPassword));
        properties.put("plat.card.port", layout.cardPort());
        properties.put("plat.card.control-port", layout.cardControlPort());
        properties.put("plat.card.certificate", ServerCertificate.chain(layout.tls(name)));
        properties.put("plat.card.key", ServerCertificate.key(layout.tls(name)));
        List<String> command =
                programs.small(
                        "ops/sandbox",
                        "dev.plat.ops.sandbox.card.CardMain",
                        CARD_HEAP_MIB,
                        properties);
        return new Member(
                name,
                "outside",
                Map.of("https", layout.cardPort(), "control", layout.cardControlPort()),
                ServerCertificate.before(
                        new JavaStarter(
                                command,
                                layout.logs().resolve(name + ".log"),
                                JavaStarter.Probe.CONNECT,
                                layout.cardPort(),
                                http,
                                layout.root()),
                        layout.authority(),
                        layout.tls(name),
                        List.of(ClusterLayout.CARD_HOST, "localhost")));
    }

    /** Of the domains service, besides what every service is told. */
    Map<String, Object> domainsSettings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("plat.names.local-names", true);
        settings.put("plat.domains.edge-name", "edge." + layout.sitesDomain());
        settings.put("plat.domains.edge-addresses", ClusterLayout.EDGE);
        settings.put("plat.names.platform-domains", layout.appHost());
        settings.put("plat.domains.resolver", "none");
        settings.put("plat.domains.roots", roots());
        settings.put("plat.domains.server-port", layout.dnsPort());
        settings.put("plat.domains.probe-port", layout.edgePort());
        settings.put("plat.domains.private-addresses", true);
        settings.put("plat.certificates.issuer", "local-ca");
        settings.put("plat.certificates.ca-folder", layout.authority());
        settings.put("plat.certificates.tls-port", layout.edgeTlsPort());
        settings.put("plat.certificates.recipient", KeyFiles.in(layout.keys()).publicKey());
        settings.put("plat.dns.provider", "embedded");
        settings.put("plat.dns.addresses", String.join(",", ClusterLayout.PLAT_DNS));
        settings.put("plat.dns.port", layout.dnsPort());
        settings.put("plat.dns.folder", layout.folder("domains").resolve("zones"));
        Path tls = layout.folder("registry").resolve("tls");
        settings.put("plat.registrar.epp", "localhost:" + layout.eppPort());
        settings.put("plat.registrar.free-transfers", true);
        settings.put("plat.registrar.suffixes", String.join(",", ClusterLayout.SOLD));
        settings.put("plat.registrar.client", tls.resolve("registrars").resolve(REGISTRAR));
        settings.put("plat.registrar.ca", tls.resolve("ca.pem"));
        settings.put("plat.registrar.rdap", "http://127.0.0.1:" + layout.rdapPort());
        return settings;
    }

    /** Where a walk through the DNS begins: at the zones that this machine has. */
    private String roots() {
        List<String> roots =
                ClusterLayout.SOLD.stream()
                        .map(zone -> zone + "=" + ClusterLayout.REGISTRY_DNS)
                        .toList();
        return String.join(",", roots)
                + ","
                + layout.sitesDomain()
                + "="
                + ClusterLayout.PLAT_DNS.getFirst();
    }
}
