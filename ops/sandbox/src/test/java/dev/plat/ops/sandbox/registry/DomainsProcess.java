package dev.plat.ops.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.chassis.Chassis;
import dev.plat.domains.DomainsApplication;
import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.router.testkit.Ports;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.ServiceTicket;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;

/**
 * The domains service with all its settings, and somebody who asks it: within this one, or as a
 * process of its own, which can be killed.
 */
final class DomainsProcess implements AutoCloseable {

    static final String SITES = "sites.plat.internal";

    static final String ORIGIN = "http://app.test";
    static final String SECRET = "ab".repeat(32);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final String zooKeeper;
    private final RegistryProcess registry;
    private final Neighbours neighbours;
    private final HttpClient http = HttpClient.newHttpClient();
    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new SecureRandom());
    private final boolean alone;
    private final int port;
    private @Nullable ApplicationContext context;
    private @Nullable ChildProcess child;

    /** What was answered. */
    record Answer(int status, JsonNode body, String etag) {

        String text(String field) {
            return body.path(field).asText();
        }
    }

    /** Somebody with a site. */
    record Person(Id account, Id session, Id site) {}

    DomainsProcess(Path folder, String zooKeeper, RegistryProcess registry, Neighbours neighbours)
            throws IOException {
        this(folder, zooKeeper, registry, neighbours, false);
    }

    DomainsProcess(
            Path folder,
            String zooKeeper,
            RegistryProcess registry,
            Neighbours neighbours,
            boolean alone)
            throws IOException {
        this.alone = alone;
        this.port = alone ? Ports.free() : -1;
        this.folder = Files.createDirectories(folder);
        this.zooKeeper = zooKeeper;
        this.registry = registry;
        this.neighbours = neighbours;
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
                """
                        .formatted(SECRET));
        start();
    }

    private void start() {
        if (!alone) {
            context = Chassis.run(DomainsApplication.class, arguments().toArray(String[]::new));
            return;
        }
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:TieredStopAtLevel=1"));
        command.add("-Dplat.control.file=" + folder.resolve("control"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(DomainsApplication.class.getName());
        command.addAll(arguments());
        child = ChildProcess.start(command, folder.resolve("log"), ChildLife.WITH_PARENT);
        Waits.until(Duration.ofSeconds(60), "see " + folder.resolve("log"), this::answers);
    }

    private boolean answers() {
        try {
            return send(request("GET", "/health", "")).status() == 200;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.add("-plat.zookeeper=" + zooKeeper);
        arguments.add("-plat.data=" + folder.resolve("data"));
        arguments.add("-plat.secrets=" + folder.resolve("secrets"));
        arguments.add("-plat.instance=domains-1");
        arguments.add("-plat.redis=redis://127.0.0.1:1");
        arguments.add("-plat.app-origin=" + ORIGIN);
        arguments.add("-plat.sites-domain=" + SITES);
        arguments.add("-plat.names.local-names=true");
        arguments.add("-plat.domains.edge-name=edge." + SITES);
        // Name servers have one port, each at an address of its own.
        int dnsPort = registry.port("dns");
        arguments.add("-plat.domains.resolver=none");
        arguments.add(
                "-plat.domains.roots=test=" + RegistryProcess.DNS + "," + SITES + "=127.0.0.53");
        arguments.add("-plat.domains.server-port=" + dnsPort);
        arguments.add("-plat.domains.probe-port=" + neighbours.port());
        arguments.add("-plat.domains.private-addresses=true");
        arguments.add("-plat.certificates.work=false");
        arguments.add("-plat.dns.provider=embedded");
        arguments.add("-plat.dns.addresses=127.0.0.53,127.0.0.54");
        arguments.add("-plat.dns.port=" + dnsPort);
        arguments.add("-plat.dns.folder=" + folder.resolve("zones"));
        arguments.add("-plat.registrar.epp=localhost:" + registry.port("epp"));
        arguments.add("-plat.registrar.suffixes=test");
        arguments.add("-plat.registrar.client=" + registry.tls().resolve("registrars/plat"));
        arguments.add("-plat.registrar.ca=" + registry.tls().resolve("ca.pem"));
        arguments.add("-plat.registrar.without-payment=true");
        if (alone) {
            // who is killed is missed after as long
            arguments.add("-plat.registrar.answer=5s");
        }
        arguments.add("-micronaut.server.port=" + port);
        return arguments;
    }

    void restart() {
        end();
        start();
    }

    /** What happens when it comes by its control points from now on; nothing with an empty text. */
    void control(String rules) {
        try {
            Files.writeString(folder.resolve("control"), rules);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With what all services of this cluster know. */
    Path secrets() {
        return folder.resolve("secrets");
    }

    boolean alive() {
        return child == null || child.alive();
    }

    private void end() {
        if (context != null) {
            context.close();
        }
        if (child != null) {
            child.stop();
        }
    }

    Person person() {
        Id account = ids.nextAnywhere(IdKind.ACCOUNT);
        Id site = ids.nextAnywhere(IdKind.SITE);
        neighbours.site(site, account);
        return new Person(account, ids.next(IdKind.SESSION, account), site);
    }

    Answer get(Person person, String path) {
        return ask(person, "GET", path, "", "");
    }

    Answer post(Person person, String path, String body) {
        return ask(person, "POST", path, body, "");
    }

    /** The same of another service. */
    Answer elsewhere(URI service, Person person, String method, String path, String body) {
        return ask(person, request(service, method, path, body), "");
    }

    Answer ask(Person person, String method, String path, String body, String ifMatch) {
        return ask(person, request(method, path, body), ifMatch);
    }

    private Answer ask(Person person, HttpRequest.Builder request, String ifMatch) {
        request.header("Origin", ORIGIN)
                .header("Plat-Csrf", Tickets.csrf(SECRET, person.session()))
                .header("Cookie", Tickets.cookie(SECRET, person.session(), person.account()));
        if (!ifMatch.isEmpty()) {
            request.header("If-Match", ifMatch);
        }
        return send(request);
    }

    /** As another service, such as the checkout. */
    Answer service(String path, String body) {
        ServiceTicket tickets = new ServiceTicket(SECRET, InstantSource.system());
        return send(request("POST", path, body).header("Authorization", tickets.header("test")));
    }

    /** The same of another one. */
    Answer serviceElsewhere(URI service, String method, String path, String body) {
        ServiceTicket tickets = new ServiceTicket(SECRET, InstantSource.system());
        return send(
                request(service, method, path, body)
                        .header("Authorization", tickets.header("test")));
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        URI base =
                context == null
                        ? URI.create("http://127.0.0.1:" + port)
                        : context.getBean(EmbeddedServer.class).getURI();
        return request(base, method, path, body);
    }

    private static HttpRequest.Builder request(URI base, String method, String path, String body) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    JSON.readTree(answer.body()),
                    answer.headers().firstValue("ETag").orElse(""));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What one of our name servers says, each record's data. */
    List<String> dns(String server, String name, int type) {
        try {
            SimpleResolver resolver = new SimpleResolver(InetAddress.ofLiteral(server));
            resolver.setPort(registry.port("dns"));
            resolver.setTimeout(Duration.ofSeconds(2));
            Message query =
                    Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, 1));
            return resolver.send(query).getSection(Section.ANSWER).stream()
                    .map(Record::rdataToString)
                    .toList();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            return List.of("no answer: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        end();
        http.close();
    }
}
