package dev.plat.ops.bench.webhooks;

import dev.plat.ops.bench.rig.Cluster;
import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.router.testkit.Ports;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The payments service on a class path of its own, with a provider that is never asked. */
final class PaymentsProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final String SECRET = "cd".repeat(32);

    private final URI base;
    private final ChildProcess child;

    private PaymentsProcess(URI base, ChildProcess child) {
        this.base = base;
        this.child = child;
    }

    /** Returns when it answers. */
    static PaymentsProcess start(Path folder, String zooKeeper, String hookSecret) {
        int port = Ports.free();
        URI base = URI.create("http://127.0.0.1:" + port);
        Path module = Path.of(System.getProperty("plat.home"), "services", "payments", "target");
        try {
            Files.createDirectories(folder);
            Path secrets = Files.writeString(folder.resolve("secrets"), secrets());
            Path key = Files.writeString(folder.resolve("stripe.key"), "sk_test_nobody");
            Path hooks = Files.writeString(folder.resolve("stripe.hooks"), hookSecret);
            List<String> command =
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "--enable-native-access=ALL-UNNAMED",
                            "--sun-misc-unsafe-memory-access=allow",
                            "-cp",
                            module.resolve("classes")
                                    + ":"
                                    + Files.readString(module.resolve("runtime-classpath")).strip(),
                            "dev.plat.payments.PaymentsApplication",
                            "-micronaut.server.port=" + port,
                            "-plat.zookeeper=" + zooKeeper,
                            "-plat.data=" + folder.resolve("data"),
                            "-plat.secrets=" + secrets,
                            "-plat.instance=payments-1",
                            "-plat.redis=redis://127.0.0.1:1",
                            "-plat.app-origin=http://app.test",
                            "-plat.sites-domain=sites.test",
                            "-plat.payments.work=false",
                            "-plat.stripe.base=https://localhost:1",
                            "-plat.stripe.key=" + key,
                            "-plat.stripe.hooks=" + hooks);
            Path log = folder.resolve("payments.log");
            ChildProcess child = ChildProcess.start(command, log, ChildLife.WITH_PARENT);
            try (HttpClient http = HttpClient.newHttpClient()) {
                Waits.until(START, "payments answers, see " + log, () -> healthy(http, base));
            }
            return new PaymentsProcess(base, child);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String secrets() {
        return """
        service.secret=%1$s
        ticket.secret=%1$s
        resource.root=%1$s
        pepper=%1$s
        domains.label=%1$s
        postgres.app.password=%2$s
        postgres.scan.password=%3$s
        """
                .formatted(SECRET, Cluster.PASSWORDS.app(), Cluster.PASSWORDS.scan());
    }

    private static boolean healthy(HttpClient http, URI base) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve("/health"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    URI hooks() {
        return base.resolve("/webhooks/stripe");
    }

    @Override
    public void close() {
        child.stop();
    }
}
