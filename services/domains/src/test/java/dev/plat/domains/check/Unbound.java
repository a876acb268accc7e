package dev.plat.domains.check;

import dev.plat.router.testkit.Child;
import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** A validating resolver of a test, which knows whom to ask for each zone. */
final class Unbound implements AutoCloseable {

    private static final String PROGRAM = "/usr/sbin/unbound";

    private final InetSocketAddress address;
    private final Child child;

    private Unbound(InetSocketAddress address, Child child) {
        this.address = address;
        this.child = child;
    }

    /**
     * Returns when it answers.
     *
     * @param zones each with its servers, as {@code address@port}
     * @param signed zones that it takes for signed; there are no such keys
     */
    static Unbound start(
            InetSocketAddress address, Map<String, List<String>> zones, List<String> signed)
            throws IOException {
        if (!Files.isExecutable(Path.of(PROGRAM))) {
            throw new IllegalStateException(PROGRAM + " not found: apt-get install unbound");
        }
        Path folder =
                Path.of("target", "name-servers", "unbound-" + address.getPort()).toAbsolutePath();
        Files.createDirectories(folder);
        StringBuilder text = new StringBuilder();
        text.append(
                """
                server:
                  interface: %1$s
                  port: %2$d
                  do-daemonize: no
                  chroot: ""
                  username: ""
                  directory: "%3$s"
                  pidfile: ""
                  use-syslog: no
                  logfile: ""
                  num-threads: 1
                  do-ip6: no
                  access-control: 127.0.0.0/8 allow
                  do-not-query-localhost: no
                  module-config: "validator iterator"
                  local-zone: "test." nodefault
                """
                        .formatted(
                                address.getAddress().getHostAddress(), address.getPort(), folder));
        for (String zone : signed) {
            text.append(
                    "  trust-anchor: \"%s. DS 12345 13 2 %s\"%n".formatted(zone, "ab".repeat(32)));
        }
        text.append("remote-control:\n  control-enable: no\n");
        zones.forEach((zone, servers) -> {
            text.append("stub-zone:\n  name: \"%s\"%n".formatted(zone));
            servers.forEach(server -> text.append("  stub-addr: %s%n".formatted(server)));
        });
        Path file = Files.writeString(folder.resolve("unbound.conf"), text);
        Path log = folder.resolve("server.log");
        Child child =
                ChildProcess.start(
                        List.of(PROGRAM, "-d", "-c", file.toString()), log, ChildLife.WITH_PARENT);
        Unbound unbound = new Unbound(address, child);
        Waits.until(
                "unbound answers",
                () -> {
                    if (!child.alive()) {
                        throw new IllegalStateException(Files.readString(log));
                    }
                    return unbound.answers();
                });
        return unbound;
    }

    InetSocketAddress address() {
        return address;
    }

    private boolean answers() {
        try {
            SimpleResolver asker = new SimpleResolver(address);
            asker.setTimeout(Duration.ofMillis(500));
            Name name = Name.fromString("localhost.");
            asker.send(Message.newQuery(Record.newRecord(name, Type.A, DClass.IN)));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        child.stop();
    }
}
