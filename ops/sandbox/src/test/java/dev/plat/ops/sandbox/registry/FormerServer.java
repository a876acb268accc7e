package dev.plat.ops.sandbox.registry;

import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** Debian's BIND, as the name server that a domain has before it comes over to us. */
final class FormerServer implements AutoCloseable {

    /** BIND listens where an interface has its address, and on no other of this machine's. */
    static final String ADDRESS = "127.0.0.1";

    private static final Path NAMED = Path.of("/usr/sbin/named");

    private final ChildProcess named;
    private final int port;

    /**
     * With these zones, each with a head and its own name server and nothing else.
     *
     * @param given whole to whoever asks
     * @param kept of which only single questions are answered
     */
    FormerServer(Path folder, int port, List<String> given, List<String> kept) throws IOException {
        if (!Files.isExecutable(NAMED)) {
            throw new IllegalStateException("named not found: apt-get install bind9");
        }
        this.port = port;
        Files.createDirectories(folder);
        StringBuilder zones = new StringBuilder();
        List<String> all = new ArrayList<>(given);
        all.addAll(kept);
        for (String zone : all) {
            Path file = folder.resolve(zone + ".zone");
            Files.writeString(
                    file,
                    """
                    $TTL 300
                    @ IN SOA ns.%1$s. admin.%1$s. 1 3600 600 86400 60
                    @ IN NS ns.%1$s.
                    ns IN A %2$s
                    """
                            .formatted(zone, ADDRESS));
            zones.append(
                    "zone \"%s\" { type primary; file \"%s\"; allow-update { 127.0.0.0/8; };"
                            .formatted(zone, file));
            zones.append(
                    " allow-transfer { %s; }; };%n"
                            .formatted(given.contains(zone) ? "any" : "none"));
        }
        Path config = folder.resolve("named.conf");
        Files.writeString(
                config,
                """
                options {
                  directory "%1$s"; pid-file none; session-keyfile none; lock-file none;
                  listen-on port %2$d { %3$s; }; listen-on-v6 { none; };
                  recursion no; notify no; dnssec-validation no;
                };
                controls { };
                %4$s
                """
                        .formatted(folder, port, ADDRESS, zones));
        named =
                ChildProcess.start(
                        List.of(NAMED.toString(), "-g", "-n", "1", "-c", config.toString()),
                        folder.resolve("log"),
                        ChildLife.WITH_PARENT);
        Waits.until(
                Duration.ofSeconds(20), "BIND answers", () -> answers(all.getFirst(), Type.SOA));
    }

    private boolean answers(String name, int type) {
        try {
            Message question =
                    Message.newQuery(
                            Record.newRecord(Name.fromString(name + "."), type, DClass.IN));
            return resolver().send(question).getRcode() == Rcode.NOERROR;
        } catch (IOException e) {
            return false;
        }
    }

    /** Adds one record, such as {@code "@ 300 MX 10 mail.a.test."}. */
    void set(String zone, String name, String type, String data) {
        try {
            Name origin = Name.fromString(zone + ".");
            Update update = new Update(origin);
            update.add(
                    name.equals("@") ? origin : Name.fromString(name, origin),
                    Type.value(type),
                    300,
                    data);
            int code = resolver().send(update).getRcode();
            if (code != Rcode.NOERROR) {
                throw new IllegalStateException(zone + ": " + Rcode.string(code));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SimpleResolver resolver() {
        SimpleResolver resolver =
                new SimpleResolver(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), port));
        resolver.setTimeout(Duration.ofSeconds(2));
        return resolver;
    }

    @Override
    public void close() {
        named.stop();
    }
}
