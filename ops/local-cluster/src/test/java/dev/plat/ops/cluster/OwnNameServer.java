package dev.plat.ops.cluster;

import dev.plat.domains.registrar.Change;
import dev.plat.domains.registrar.Purchase;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.registrar.Step;
import dev.plat.domains.registrar.epp.EppRegistrar;
import dev.plat.domains.registrar.epp.EppSettings;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a customer may have before coming to Plat: a name bought at another registrar, and a BIND
 * that answers for it. Its zone file is the customer's to write; SIGHUP has BIND read it.
 */
final class OwnNameServer implements AutoCloseable {

    private static final Path NAMED = Path.of("/usr/sbin/named");
    private static final String ADDRESS = "127.0.0.1";

    private final Path zone;
    private final ChildProcess named;

    /** By which the domain may be moved to another registrar. */
    static final Secret CODE = new Secret("the-code-of-the-bakers");

    private OwnNameServer(Path zone, ChildProcess named) {
        this.zone = zone;
        this.named = named;
    }

    /** Buys the domain elsewhere and answers for it, with nothing in it yet. */
    static OwnNameServer of(LocalCluster cluster, String domain, Path folder) throws IOException {
        if (!Files.isExecutable(NAMED)) {
            throw new IllegalStateException(NAMED + " not found: apt-get install bind9");
        }
        ClusterLayout layout = cluster.layout();
        Files.createDirectories(folder);
        Path zone = folder.resolve("zone");
        Files.writeString(
                zone,
                """
                $ORIGIN %1$s.
                @ 60 IN SOA ns.%1$s. hostmaster.%1$s. 1 60 60 600 1
                @ 60 IN NS ns.%1$s.
                ns 60 IN A %2$s
                """
                        .formatted(domain, ADDRESS));
        Path config = folder.resolve("named.conf");
        Files.writeString(
                config,
                """
                options {
                  directory "%1$s"; pid-file none; session-keyfile none; lock-file none;
                  listen-on port %2$d { %3$s; }; listen-on-v6 { none; };
                  recursion no; notify no; dnssec-validation no; allow-transfer { none; };
                };
                controls { };
                zone "%4$s" { type primary; file "%5$s"; };
                """
                        .formatted(folder, layout.dnsPort(), ADDRESS, domain, zone));
        delegate(layout, domain);
        return new OwnNameServer(
                zone,
                ChildProcess.start(
                        List.of(NAMED.toString(), "-g", "-n", "1", "-c", config.toString()),
                        folder.resolve("log"),
                        ChildLife.WITH_PARENT));
    }

    private static void delegate(ClusterLayout layout, String domain) throws IOException {
        Path tls = layout.folder("registry").resolve("tls");
        Path own = tls.resolve("registrars").resolve("elsewhere");
        EppSettings settings =
                EppSettings.usual(
                        "localhost",
                        layout.eppPort(),
                        "elsewhere",
                        Files.readString(own.resolve("password")).strip(),
                        tls.resolve("ca.pem"),
                        own.resolve("client.pem"),
                        own.resolve("client.key"));
        String server = "ns." + domain;
        try (EppRegistrar elsewhere = new EppRegistrar(settings, ControlPoints.NONE)) {
            done(elsewhere.create(Purchase.bare(domain, 1, CODE), step("create")));
            done(elsewhere.createHost(server, List.of(ADDRESS), step("host")));
            done(
                    elsewhere.update(
                            Change.of(domain).servers(List.of(server), List.of()),
                            step("delegate")));
        }
    }

    private static Step step(String name) {
        return new Step("own", name, 1);
    }

    private static void done(Reply<?> reply) {
        if (!(reply instanceof Reply.Done<?>)) {
            throw new IllegalStateException("the registry says " + reply);
        }
    }

    Path zone() {
        return zone;
    }

    long pid() {
        return named.pid();
    }

    @Override
    public void close() {
        named.stop();
    }
}
