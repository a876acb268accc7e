package dev.plat.ops.bench.webhooks;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.ops.bench.rig.Cluster;
import dev.plat.ops.bench.rig.Target;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Signed events at even distances, whatever the answers do: an answer's time begins when its event
 * was due, so that waiting behind a slow one counts. With fsync on, and every answer a commit.
 */
public final class WebhookRun {

    private static final double P99_MILLIS_MAX = 50;
    private static final int CONNECTIONS_MAX = 60;
    private static final int CALLERS = 64;
    private static final long NANOS_MAX = Duration.ofMinutes(1).toNanos();
    private static final int DIGITS = 3;
    private static final String SECRET = "whsec_" + "bench".repeat(5);

    private final Settings settings;
    private final PrintStream out;
    private final AtomicLong numbers = new AtomicLong();

    public WebhookRun(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /**
     * What is measured.
     *
     * @param folder a new one
     * @param rounds the first, which warms up, does not count
     * @param turn of each
     * @param rate events a second
     */
    public record Settings(Path folder, int rounds, Duration turn, int rate, long seed) {}

    /** Measures, prints, and returns the targets. */
    public List<Target> run() throws SQLException {
        try (Cluster cluster =
                        Cluster.start(Tier.PAYMENTS, settings.folder, 1, 1, CONNECTIONS_MAX);
                PaymentsProcess payments =
                        PaymentsProcess.start(
                                settings.folder.resolve("payments"), cluster.zooKeeper(), SECRET);
                HttpClient http =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            Histogram all = new Histogram(NANOS_MAX, DIGITS);
            long bad = 0;
            double worst = 0;
            for (int round = 0; round <= settings.rounds; round++) {
                Histogram nanos = new Histogram(NANOS_MAX, DIGITS);
                long refused = round(http, payments.hooks(), nanos);
                out.printf(
                        "%-8s %6d events at %d/s: p50 %.1f ms, p99 %.1f ms, max %.0f ms%n",
                        round == 0 ? "warm-up" : "round " + round,
                        nanos.getTotalCount(),
                        settings.rate,
                        millis(nanos, 50),
                        millis(nanos, 99),
                        millis(nanos, 100));
                bad += refused;
                if (round > 0) {
                    all.add(nanos);
                    worst = Math.max(worst, millis(nanos, 99));
                }
            }
            return report(all, worst, bad, kept(cluster));
        }
    }

    private List<Target> report(Histogram all, double worst, long bad, long kept) {
        long sent = numbers.get();
        List<Target> targets =
                List.of(
                        new Target(
                                "webhook answered, p99 at %d/s".formatted(settings.rate),
                                "<= %.0f ms".formatted(P99_MILLIS_MAX),
                                "%.1f ms (worst round %.1f)".formatted(millis(all, 99), worst),
                                millis(all, 99) <= P99_MILLIS_MAX),
                        new Target(
                                "answers other than 200, of " + sent,
                                "0",
                                Long.toString(bad),
                                bad == 0),
                        new Target(
                                "events kept, one in %d told twice"
                                        .formatted(SignedEvents.REPEATED),
                                "= " + SignedEvents.different(sent),
                                Long.toString(kept),
                                kept == SignedEvents.different(sent)));
        String facts =
                "Java %s, %d cores, PostgreSQL 18 with fsync, seed %d"
                        .formatted(
                                Runtime.version(),
                                Runtime.getRuntime().availableProcessors(),
                                settings.seed);
        Path results = settings.folder.resolve("webhooks.json");
        try {
            new ObjectMapper()
                    .writeValue(results.toFile(), Map.of("facts", facts, "targets", targets));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.printf("%n%s%n", facts);
        Target.print(targets, out);
        out.println("raw results " + results);
        return targets;
    }

    private static double millis(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e6;
    }

    /** How many were not taken. */
    private long round(HttpClient http, URI hooks, Histogram nanos) {
        SignedEvents events = new SignedEvents(SECRET, settings.seed);
        long gap = Duration.ofSeconds(1).toNanos() / settings.rate;
        long count = settings.turn.toNanos() / gap / SignedEvents.REPEATED * SignedEvents.REPEATED;
        long first = numbers.getAndAdd(count);
        AtomicLong next = new AtomicLong();
        AtomicLong bad = new AtomicLong();
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(
                        threads.submit(() -> {
                            for (long n = next.getAndIncrement();
                                    n < count;
                                    n = next.getAndIncrement()) {
                                SignedEvents.Message message = events.message(first + n);
                                long due = begin + n * gap;
                                await(due);
                                if (!taken(http, hooks, message)) {
                                    bad.incrementAndGet();
                                }
                                long took = System.nanoTime() - due;
                                synchronized (nanos) {
                                    nanos.recordValue(Math.clamp(took, 0, NANOS_MAX));
                                }
                            }
                            return null;
                        }));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
            return bad.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a caller failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }

    private static void await(long due) {
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
    }

    private static boolean taken(HttpClient http, URI hooks, SignedEvents.Message message)
            throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(hooks)
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .header("Stripe-Signature", message.signature())
                        .POST(HttpRequest.BodyPublishers.ofString(message.body()))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static long kept(Cluster cluster) throws SQLException {
        String database = cluster.nodes().getFirst().address().split("/", 2)[1];
        try (Connection connection = cluster.superuser(0, database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM webhook_inbox")) {
            row.next();
            return row.getLong(1);
        }
    }
}
