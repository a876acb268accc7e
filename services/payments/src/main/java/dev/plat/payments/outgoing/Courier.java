package dev.plat.payments.outgoing;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to endpoints. Each delivery is claimed by a lease of its own, sent outside any
 * transaction, and marked; a process that dies in between has sent it, and it is sent again when
 * the lease is over: at least once, under the same id. An endpoint has two places of a process's
 * and nobody waits for another's, so one that is slow or dead holds up itself.
 *
 * <p>Threads: safe.
 */
public final class Courier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final Duration SCATTER = Duration.ofSeconds(10);
    private static final int BATCH = 500;
    private static final int AT_ONCE_MAX = 64;
    private static final int AT_ONCE_EACH = 2;

    /** An answer fits in, and slow name servers before it. */
    static final Duration LEASE = Duration.ofMinutes(2);

    /** Beyond the three days of a delivery, so it is not one event that was too much for it. */
    private static final Duration FAILING_MAX = Duration.ofDays(5);

    private static final Duration KEPT = Duration.ofDays(30);
    private static final int PRUNED_AT_ONCE = 10_000;
    private static final int PRUNED_EACH = 1_000;

    private final Router router;
    private final Line line;
    private final SigningKeys keys;
    private final InstantSource clock;
    private final InstantSource real;
    private final Schedule schedule;
    private final ControlPoints points;
    private final EndpointSql endpoints = new EndpointSql();
    private final DeliverySql deliveries = new DeliverySql();
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final Map<Id, Semaphore> each = new ConcurrentHashMap<>();
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofPlatform().daemon().name("webhook-", 0).factory());

    /**
     * @param clock of the accounts, by which is waited
     * @param real stamps what is sent, whatever time it is in the accounts
     */
    public Courier(
            Router router,
            Line line,
            SigningKeys keys,
            InstantSource clock,
            InstantSource real,
            RandomGenerator random,
            ControlPoints points) {
        this.router = router;
        this.line = line;
        this.keys = keys;
        this.clock = clock;
        this.real = real;
        this.schedule = new Schedule(random);
        this.points = points;
    }

    /**
     * Begins with what is due and has a place; the rest is for the next call.
     *
     * @throws dev.plat.schemas.PlatException {@code config-invalid} when something is due and
     *     cannot be signed: then it stays due, and is late
     */
    public void work() {
        Instant now = clock.instant();
        List<DeliverySql.Key> due =
                router
                        .scatter(
                                Deadline.in(SCATTER),
                                tx -> deliveries.due(tx, now, AT_ONCE_EACH, BATCH))
                        .parts()
                        .stream()
                        .flatMap(List::stream)
                        .toList();
        if (!due.isEmpty()) {
            keys.require();
        }
        due.forEach(this::begin);
        each.values().removeIf(idle -> idle.availablePermits() == AT_ONCE_EACH);
    }

    private void begin(DeliverySql.Key key) {
        Semaphore own = each.computeIfAbsent(key.endpoint(), _ -> new Semaphore(AT_ONCE_EACH));
        if (!own.tryAcquire()) {
            return;
        }
        if (!places.tryAcquire()) {
            own.release();
            return;
        }
        threads.execute(() -> {
            try {
                deliver(key);
            } catch (RuntimeException e) {
                LOG.warn(
                        "event={} endpoint={} waits: {}",
                        key.event(),
                        key.endpoint(),
                        e.toString());
            } finally {
                places.release();
                own.release();
            }
        });
    }

    /** One, unless another does. */
    void deliver(DeliverySql.Key key) {
        Instant now = clock.instant();
        Optional<DeliverySql.Taken> taken =
                router.write(key.endpoint(), tx -> deliveries.take(tx, key, now, now.plus(LEASE)));
        if (taken.isEmpty()) {
            return;
        }
        points.reach("webhook.claimed");
        Answer answer = answer(taken.get());
        points.reach("webhook.sent");
        router.write(key.endpoint(), tx -> marked(tx, taken.get(), answer));
        LOG.debug("event={} endpoint={} {}", key.event(), key.endpoint(), answer.text());
    }

    /** What nobody thought of is no answer, so that the schedule goes on. */
    private Answer answer(DeliverySql.Taken taken) {
        try {
            return send(taken);
        } catch (RuntimeException e) {
            if (threads.isShutdown()) {
                throw e;
            }
            LOG.error(
                    "event={} endpoint={} cannot be sent",
                    taken.key().event(),
                    taken.key().endpoint(),
                    e);
            return new Answer.Silence("it could not be sent");
        }
    }

    private Answer send(DeliverySql.Taken taken) {
        String id = taken.key().event().toString();
        byte[] body = taken.body().getBytes(StandardCharsets.UTF_8);
        Instant at = real.instant();
        List<byte[]> live = taken.endpoint().keys(keys, clock.instant());
        return line.post(
                URI.create(taken.endpoint().url()),
                Map.of(
                        "webhook-id", id,
                        "webhook-timestamp", Long.toString(at.getEpochSecond()),
                        "webhook-signature", Signature.of(live, id, at, body)),
                body);
    }

    private boolean marked(Tx tx, DeliverySql.Taken taken, Answer answer) throws SQLException {
        Id endpoint = taken.key().endpoint();
        if (answer instanceof Answer.Status status && status.taken()) {
            // The endpoint is locked first, as everywhere.
            endpoints.taking(tx, endpoint);
            deliveries.delivered(tx, taken.key(), status.text());
            return true;
        }
        Optional<Endpoint> stands =
                endpoints.find(tx, endpoint).filter(it -> it.reason().isEmpty());
        if (stands.isEmpty()) {
            // Disabled or taken away meanwhile, and what was on its way with it.
            return false;
        }
        Instant now = clock.instant();
        Optional<Endpoint.Reason> end = end(stands.get(), answer, now);
        if (end.isPresent()) {
            deliveries.missed(tx, taken, Optional.empty(), answer.text());
            deliveries.park(tx, endpoint);
            endpoints.set(tx, endpoint, end);
            LOG.warn("endpoint={} is disabled: {}", endpoint, end.get().text());
            return true;
        }
        endpoints.failing(tx, endpoint, now);
        Duration wanted = answer instanceof Answer.Status status ? status.pause() : Duration.ZERO;
        Optional<Instant> due = schedule.pause(taken.tries(), wanted).map(now::plus);
        deliveries.missed(tx, taken, due, answer.text());
        if (due.isEmpty()) {
            endpoints.idle(tx, endpoint);
        }
        return true;
    }

    /** Whether nothing more is to be sent there. */
    private static Optional<Endpoint.Reason> end(Endpoint it, Answer answer, Instant now) {
        if (answer instanceof Answer.Status status && status.gone()) {
            return Optional.of(Endpoint.Reason.GONE);
        }
        return it.failingSince()
                .filter(since -> since.plus(FAILING_MAX).isBefore(now))
                .map(_ -> Endpoint.Reason.FAILING);
    }

    /**
     * Takes out what was over a month ago.
     *
     * @return how many
     */
    public int prune() {
        Instant before = clock.instant().minus(KEPT);
        int pruned = 0;
        for (List<Integer> buckets :
                router.scatter(
                                Deadline.in(SCATTER),
                                tx -> deliveries.old(tx, before, PRUNED_AT_ONCE))
                        .parts()) {
            for (int bucket : buckets) {
                pruned += prune(new Bucket(bucket), before);
            }
        }
        return pruned;
    }

    /** In parts, so that nobody waits long for one of them. */
    private int prune(Bucket bucket, Instant before) {
        int pruned = 0;
        int part;
        do {
            part = router.write(bucket, tx -> deliveries.prune(tx, before, PRUNED_EACH));
            pruned += part;
        } while (part == PRUNED_EACH);
        return pruned;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        line.close();
    }
}
