package dev.plat.ops.cluster;

import dev.plat.chassis.calls.Authority;
import dev.plat.router.testkit.Child;
import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Starts one of Plat's own processes, or ZooKeeper's, in a JVM of its own. */
final class JavaStarter implements Member.Starter {

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(40);
    private static final int LOG_LINES = 15;

    /** How to see that a process is ready. */
    enum Probe {
        /** {@code GET /health} answers. */
        HEALTH("http"),
        /** The same over TLS. */
        SECURE_HEALTH("https"),
        /** A connection is taken. */
        CONNECT("client");

        private final String purpose;

        Probe(String purpose) {
            this.purpose = purpose;
        }

        /** Of the port that is asked. */
        String purpose() {
            return purpose;
        }
    }

    private final List<String> command;
    private final Path log;
    private final Probe probe;
    private final int port;
    private final HttpClient http;
    private final Path root;

    /**
     * What is started, and how it shows that it is ready.
     *
     * @param port that {@code probe} asks
     * @param root whom to believe about a process that takes TLS only; it may come later
     */
    JavaStarter(List<String> command, Path log, Probe probe, int port, HttpClient http, Path root) {
        this.command = command;
        this.log = log;
        this.probe = probe;
        this.port = port;
        this.http = http;
        this.root = root;
    }

    @Override
    public Child start(ChildLife life, Map<String, String> properties) {
        if (probe != Probe.SECURE_HEALTH) {
            return ready(ChildProcess.start(with(properties), log, life), http);
        }
        try (HttpClient secure = HttpClient.newBuilder().sslContext(Authority.only(root)).build()) {
            return ready(ChildProcess.start(with(properties), log, life), secure);
        }
    }

    private Child ready(ChildProcess started, HttpClient line) {
        long begin = System.nanoTime();
        while (!ready(line)) {
            if (!started.alive() || System.nanoTime() - begin > START.toNanos()) {
                started.kill();
                throw new PlatException(
                        ErrorCode.INTERNAL, "A process did not start.", "log", log + "\n" + tail());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return started;
    }

    private List<String> with(Map<String, String> properties) {
        List<String> line = new ArrayList<>(command);
        int place = line.indexOf("-cp");
        properties.forEach((name, value) -> line.add(place, "-D" + name + "=" + value));
        return line;
    }

    private boolean ready(HttpClient line) {
        return switch (probe) {
            case HEALTH -> healthy(line, "http://127.0.0.1:");
            case SECURE_HEALTH -> healthy(line, "https://localhost:");
            case CONNECT -> connects();
        };
    }

    private boolean healthy(HttpClient line, String host) {
        URI health = URI.create(host + port + "/health");
        HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(2)).build();
        try {
            return line.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + log, e);
        }
    }

    private boolean connects() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }
}
