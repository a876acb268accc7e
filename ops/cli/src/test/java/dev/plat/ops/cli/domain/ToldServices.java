package dev.plat.ops.cli.domain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Services of a cluster that say what they are told to, in order, the last one again and again; and
 * the file by which the command line finds them.
 */
final class ToldServices implements AutoCloseable {

    private static final String SIGNED_IN = "{\"csrf\":\"c\"}";

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private record Answer(int status, String body) {}

    ToldServices(Path data) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        tell("POST /api/v1/session", 200, SIGNED_IN);
        tell("GET /api/v1/sites", 200, "{\"sites\":[{\"site\":\"site_1\",\"slug\":\"demo\"}]}");
        String origin = "http://127.0.0.1:" + server.getAddress().getPort();
        ProcessHandle self = ProcessHandle.current();
        Files.createDirectories(data.resolve("run"));
        Files.writeString(
                data.resolve("run/cluster.json"),
                """
                {"portBase": 1, "supervisor": {"pid": %d, "started": %d}, "processes": [],
                 "urls": {"siteBuilder": "%3$s", "hosting": "%3$s", "domains": "%3$s"}}
                """
                        .formatted(
                                self.pid(),
                                self.info().startInstant().map(Instant::toEpochMilli).orElseThrow(),
                                origin));
    }

    /**
     * What is answered to this, once more than before.
     *
     * @param what {@code GET /path}
     */
    ToldServices tell(String what, int status, String body) {
        answers.computeIfAbsent(what, _ -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    /** Each as {@code POST /path body}, but for the sign-in. */
    List<String> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String what = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (!what.endsWith("/session")) {
                asked.add((what + " " + body).strip());
            }
            Deque<Answer> told = answers.getOrDefault(what, new ArrayDeque<>());
            Answer answer = told.size() > 1 ? told.poll() : told.peek();
            if (answer == null) {
                answer = new Answer(404, "{\"code\":\"not-found\",\"detail\":\"no " + what + "\"}");
            }
            exchange.getResponseHeaders().add("Set-Cookie", "ticket=t; Path=/");
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
