package dev.plat.domains.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Each lays out its folder and says what to start. */
public enum NameServerKind {
    BIND {
        @Override
        List<String> prepare(NameServerPlan plan, Path folder, int apiPort) throws IOException {
            StringBuilder text = new StringBuilder();
            text.append(
                    """
                    options {
                      directory "%s"; pid-file none; session-keyfile none; lock-file none;
                      listen-on port %d { %s; }; listen-on-v6 { none; };
                      recursion no; notify no; zero-no-soa-ttl no; check-names primary ignore; dnssec-validation no; minimal-any no;
                      allow-transfer { none; };
                    };
                    controls { };
                    """
                            .formatted(folder, plan.port(), plan.address()));
            StringBuilder who = new StringBuilder();
            plan.keys()
                    .forEach((name, secret) -> {
                        text.append(
                                "key \"%s\" { algorithm hmac-sha256; secret \"%s\"; };%n"
                                        .formatted(name, secret));
                        who.append("key \"%s\"; ".formatted(name));
                    });
            String keys = who.isEmpty() ? "none; " : who.toString();
            for (String zone : plan.zones().keySet()) {
                text.append(
                        """
                        zone "%1$s" { type primary; file "%1$s.zone"; \
                        allow-update { %2$s}; allow-transfer { %2$s}; };
                        """
                                .formatted(zone, keys));
            }
            Path file = write(plan, folder, "named.conf", text.append(plan.more()).toString());
            String named = NameServerFolders.installed("bind9", "/usr/sbin/named");
            return List.of(named, "-g", "-n", "1", "-c", file.toString());
        }
    },
    KNOT {
        @Override
        List<String> prepare(NameServerPlan plan, Path folder, int apiPort) throws IOException {
            StringBuilder text = new StringBuilder();
            text.append(
                    """
                    server:
                      rundir: "%1$s"
                      listen: %2$s@%3$d
                      udp-workers: 1
                      tcp-workers: 1
                      background-workers: 1
                    log:
                    - target: stdout
                      any: info
                    database:
                      storage: "%1$s/db"
                    """
                            .formatted(folder, plan.address(), plan.port()));
            if (!plan.keys().isEmpty()) {
                text.append("key:\n");
                plan.keys()
                        .forEach((name, secret) ->
                                text.append(
                                        "- id: %s%n  algorithm: hmac-sha256%n  secret: %s%n"
                                                .formatted(name, secret)));
                text.append(
                        "acl:\n- id: keys\n  key: [%s]\n  action: [transfer, update]\n"
                                .formatted(String.join(", ", plan.keys().keySet())));
            }
            text.append(
                    "template:\n- id: default\n  storage: \"%s\"\n  file: \"%%s.zone\"\n"
                            .formatted(folder));
            text.append(plan.keys().isEmpty() ? "" : "  acl: keys\n").append("zone:\n");
            plan.zones()
                    .keySet()
                    .forEach(zone -> text.append("- domain: ").append(zone).append('\n'));
            Files.createDirectories(folder.resolve("db"));
            Path file = write(plan, folder, "knot.conf", text.append(plan.more()).toString());
            String knotd = NameServerFolders.installed("knot", "/usr/sbin/knotd");
            return List.of(knotd, "-c", file.toString());
        }
    },
    POWERDNS {
        @Override
        List<String> prepare(NameServerPlan plan, Path folder, int apiPort) throws IOException {
            String server = NameServerFolders.installed("pdns-server", "/usr/sbin/pdns_server");
            Path file =
                    write(
                            plan,
                            folder,
                            "pdns.conf",
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
                            %6$s
                            """
                                    .formatted(
                                            folder,
                                            plan.address(),
                                            plan.port(),
                                            apiPort,
                                            NameServer.API_KEY,
                                            plan.more()));
            NameServerFolders.run(
                    Path.of("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql"),
                    NameServerFolders.installed("sqlite3", "/usr/bin/sqlite3"),
                    folder.resolve("pdns.sqlite3").toString());
            for (String zone : plan.zones().keySet()) {
                NameServerFolders.run(
                        file,
                        NameServerFolders.installed("pdns-server", "/usr/bin/pdnsutil"),
                        "--config-dir=" + folder,
                        "load-zone",
                        zone,
                        folder.resolve(zone + ".zone").toString());
            }
            return List.of(server, "--config-dir=" + folder, "--daemon=no", "--guardian=no");
        }
    };

    /** Writes the configuration and the zones; the answer is the command to start. */
    abstract List<String> prepare(NameServerPlan plan, Path folder, int apiPort) throws IOException;

    private static Path write(NameServerPlan plan, Path folder, String name, String text)
            throws IOException {
        for (var zone : plan.zones().entrySet()) {
            Files.writeString(folder.resolve(zone.getKey() + ".zone"), zone.getValue());
        }
        return Files.writeString(folder.resolve(name), text);
    }
}
