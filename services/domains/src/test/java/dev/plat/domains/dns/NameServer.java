package dev.plat.domains.dns;

import dev.plat.router.testkit.Child;
import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * A running name server of a test. It keeps its port and its folder over a stop.
 *
 * <p>Threads: for one.
 */
public final class NameServer implements AutoCloseable {

    /** What PowerDNS's HTTP API wants in {@code X-API-Key}. */
    public static final String API_KEY = "only-for-tests";

    private static final Duration ASK = Duration.ofMillis(500);

    private final NameServerPlan plan;
    private final Path folder;
    private final List<String> command;
    private final int apiPort;
    private Child child;

    private NameServer(NameServerPlan plan, Path folder, List<String> command, int apiPort) {
        this.plan = plan;
        this.folder = folder;
        this.command = command;
        this.apiPort = apiPort;
        this.child = ChildProcess.start(command, log(), ChildLife.WITH_PARENT);
    }

    static NameServer start(NameServerPlan plan, Path folder) throws IOException {
        int apiPort = NameServerPlan.freePort("127.0.0.1");
        NameServer server =
                new NameServer(plan, folder, plan.kind().prepare(plan, folder, apiPort), apiPort);
        try {
            server.awaitAnswers();
        } catch (RuntimeException e) {
            server.close();
            throw new IllegalStateException(
                    "no answers, its log says:\n" + Files.readString(server.log()), e);
        }
        return server;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(plan.address(), plan.port());
    }

    /** PowerDNS's HTTP API. */
    public URI api() {
        return URI.create("http://127.0.0.1:" + apiPort);
    }

    public Path folder() {
        return folder;
    }

    public Path log() {
        return folder.resolve("server.log");
    }

    public ProcessHandle handle() {
        return child.handle();
    }

    /** Its answer to one question over UDP, or TCP after TC. */
    public Message ask(String name, int type) throws IOException {
        SimpleResolver resolver = new SimpleResolver(address());
        resolver.setTimeout(Waits.scaled(Duration.ofSeconds(5)));
        return resolver.send(question(name, type));
    }

    public void stop() {
        child.stop();
    }

    public void kill() {
        child.kill();
    }

    /** After {@link #stop} or {@link #kill}, with what is in the folder. */
    public void startAgain() {
        child = ChildProcess.start(command, log(), ChildLife.WITH_PARENT);
        awaitAnswers();
    }

    @Override
    public void close() {
        child.stop();
    }

    private void awaitAnswers() {
        String name = plan.zones().keySet().stream().findFirst().orElse("nothing.test");
        Waits.until(
                "name server answers",
                () -> {
                    if (!child.alive()) {
                        throw new IllegalStateException("the name server ended by itself");
                    }
                    return answers(name, false) && answers(name, true);
                });
    }

    private boolean answers(String name, boolean tcp) {
        try {
            SimpleResolver resolver = new SimpleResolver(address());
            resolver.setTimeout(ASK);
            resolver.setTCP(tcp);
            resolver.send(question(name, Type.SOA));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Message question(String name, int type) throws IOException {
        return Message.newQuery(
                Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN));
    }
}
