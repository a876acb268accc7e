package dev.plat.ops.cluster;

import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.router.testkit.Ports;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A name server from Debian that answers for Plat's zones, at 127.0.0.1, with its settings. */
final class ZoneServer implements AutoCloseable {

    static final String ADDRESS = "127.0.0.1";
    static final String TSIG_NAME = "plat";

    /** Base 64. */
    static final String TSIG_SECRET = "cGxhdC1vbmx5LWZvci10ZXN0cy0wMTIzNDU2Nzg5YWI=";

    static final String API_KEY = "only-for-tests";

    private final Map<String, Object> settings;
    private final ChildProcess process;

    private ZoneServer(Map<String, Object> settings, List<String> command, Path folder, int port) {
        this.settings = settings;
        this.process = ChildProcess.start(command, folder.resolve("log"), ChildLife.WITH_PARENT);
        Waits.until(command.getFirst() + " answers", () -> process.alive() && connects(port));
    }

    /** BIND takes no zones over DNS: it has those of its configuration. */
    static ZoneServer bind(Path folder, int port, List<String> zones) throws IOException {
        String named = installed("/usr/sbin/named", "bind9");
        Files.createDirectories(folder);
        StringBuilder config =
                new StringBuilder(
                        """
                        options {
                          directory "%1$s"; pid-file none; session-keyfile none; lock-file none;
                          listen-on port %2$d { %3$s; }; listen-on-v6 { none; };
                          recursion no; notify no; dnssec-validation no; allow-transfer { none; };
                        };
                        controls { };
                        key "%4$s" { algorithm hmac-sha256; secret "%5$s"; };
                        """
                                .formatted(folder, port, ADDRESS, TSIG_NAME, TSIG_SECRET));
        for (String zone : zones) {
            Files.writeString(
                    folder.resolve(zone),
                    """
                    $ORIGIN %1$s.
                    @ 60 IN SOA ns1.%2$s. hostmaster.%1$s. 1 60 60 600 1
                    @ 60 IN NS ns1.%2$s.
                    %3$s\
                    """
                            .formatted(
                                    zone,
                                    NameRig.SITES,
                                    zone.equals(NameRig.SITES)
                                            ? "ns1 60 IN A " + ADDRESS + "\n"
                                            : ""));
            config.append(
                    """
                    zone "%1$s" { type primary; file "%1$s";
                      allow-update { key "%2$s"; }; allow-transfer { key "%2$s"; }; };
                    """
                            .formatted(zone, TSIG_NAME));
        }
        Path file = Files.writeString(folder.resolve("named.conf"), config);
        return new ZoneServer(
                Map.of(
                        "plat.dns.provider", "rfc2136",
                        "plat.dns.addresses", ADDRESS,
                        "plat.dns.port", port,
                        "plat.dns.server", ADDRESS + ":" + port,
                        "plat.dns.tsig-name", TSIG_NAME),
                List.of(named, "-g", "-n", "1", "-c", file.toString()),
                folder,
                port);
    }

    /** With an empty database. */
    static ZoneServer powerDns(Path folder, int port) throws IOException, InterruptedException {
        String server = installed("/usr/sbin/pdns_server", "pdns-server pdns-backend-sqlite3");
        Files.createDirectories(folder);
        int api = Ports.free();
        Files.writeString(
                folder.resolve("pdns.conf"),
                """
                launch=gsqlite3
                gsqlite3-database=%1$s/pdns.sqlite3
                gsqlite3-pragma-synchronous=0
                local-address=%2$s
                local-port=%3$d
                socket-dir=%1$s
                webserver=yes
                webserver-address=127.0.0.1
                webserver-port=%4$d
                webserver-allow-from=127.0.0.0/8
                api=yes
                api-key=%5$s
                receiver-threads=1
                distributor-threads=1
                disable-syslog=yes
                security-poll-suffix=
                """
                        .formatted(folder, ADDRESS, port, api, API_KEY));
        Process schema =
                new ProcessBuilder(
                                installed("/usr/bin/sqlite3", "sqlite3"),
                                folder.resolve("pdns.sqlite3").toString())
                        .redirectInput(
                                Path.of("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql")
                                        .toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("schema.log").toFile())
                        .start();
        if (!schema.waitFor(20, TimeUnit.SECONDS) || schema.exitValue() != 0) {
            schema.destroyForcibly();
            throw new IllegalStateException(Files.readString(folder.resolve("schema.log")));
        }
        return new ZoneServer(
                Map.of(
                        "plat.dns.provider",
                        "powerdns",
                        "plat.dns.addresses",
                        ADDRESS,
                        "plat.dns.port",
                        port,
                        "plat.dns.url",
                        "http://127.0.0.1:" + api),
                List.of(server, "--config-dir=" + folder, "--daemon=no", "--guardian=no"),
                folder,
                api);
    }

    /** For the domains process. */
    Map<String, Object> settings() {
        return settings;
    }

    @Override
    public void close() {
        process.stop();
    }

    private static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static String installed(String path, String debianPackages) {
        if (!Files.isExecutable(Path.of(path))) {
            throw new IllegalStateException(path + " not found: apt-get install " + debianPackages);
        }
        return path;
    }
}
