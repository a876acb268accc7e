package dev.plat.ops.cli.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plat.schemas.ServiceTicket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Processes of a cluster that say what they are told to, in order, the last one again and again, to
 * those who show a ticket of the cluster or the control port's token; and the files by which the
 * command line finds them.
 */
final class ToldProcesses implements AutoCloseable {

    private static final String SECRET = "ab".repeat(32);
    private static final String TOKEN = "the-token";

    private final ServiceTicket tickets = new ServiceTicket(SECRET, InstantSource.system());
    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private record Answer(int status, String body) {}

    ToldProcesses(Path data) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Files.createDirectories(data.resolve("run"));
        Files.createDirectories(data.resolve("card-provider"));
        Files.writeString(data.resolve("secrets.properties"), "service.secret=" + SECRET);
        Files.writeString(data.resolve("card-provider/control.token"), TOKEN + "\n");
        ProcessHandle self = ProcessHandle.current();
        Files.writeString(
                data.resolve("run/cluster.json"),
                """
                {"portBase": 1, "supervisor": {"pid": %d, "started": %d}, "urls": {}, "processes": [
                  {"name": "payments", "kind": "service", "ports": {"http": %3$d}},
                  {"name": "checkout", "kind": "service", "ports": {"http": %3$d}},
                  {"name": "card-provider", "kind": "outside", "ports": {"control": %3$d}}]}
                """
                        .formatted(
                                self.pid(),
                                self.info().startInstant().map(Instant::toEpochMilli).orElseThrow(),
                                server.getAddress().getPort()));
    }

    /**
     * What is answered to this, once more than before.
     *
     * @param what {@code GET /path?query}
     */
    ToldProcesses tell(String what, int status, String body) {
        answers.computeIfAbsent(what, _ -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    /** Each as {@code POST /path body}. */
    List<String> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add((what + " " + body).strip());
            Deque<Answer> told = answers.getOrDefault(what, new ArrayDeque<>());
            Answer answer = told.size() > 1 ? told.poll() : told.peek();
            if (answer == null) {
                answer = new Answer(404, "{\"code\":\"not-found\",\"detail\":\"no " + what + "\"}");
            }
            if (!allowed(exchange)) {
                answer = new Answer(401, "{\"code\":\"ticket-refused\",\"detail\":\"who?\"}");
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private boolean allowed(HttpExchange exchange) {
        String shown = exchange.getRequestHeaders().getFirst("Authorization");
        return exchange.getRequestURI().getPath().startsWith("/internal/")
                ? tickets.verify(shown).filter("operator"::equals).isPresent()
                : shown.equals("Bearer " + TOKEN);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
