package dev.plat.chassis.outbox;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.schemas.Bucket;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers outbox rows. A nudge after the commit makes delivery prompt; a sweep over all shards
 * every {@link #SWEEP} finds what a crash left behind. A row is claimed by pushing its due time
 * ahead, handled outside any transaction, and deleted when its consumer has returned; so a consumer
 * sees it at least once, and one that fails sees it again ever more slowly.
 *
 * <p>Threads: {@link #nudge} may be called from anywhere and returns at once.
 */
@Singleton
final class OutboxDispatcher implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxDispatcher.class);
    private static final Duration SWEEP = Duration.ofSeconds(2);
    private static final Duration SCATTER_PATIENCE = Duration.ofSeconds(5);
    private static final int BATCH = 50;

    /**
     * How many buckets are delivered at a time, so that one slow consumer does not hold up the
     * others.
     */
    private static final int LANES = 8;

    private static final int QUEUE_MAX = 10_000;

    private final Router router;
    private final JsonMapper json;
    private final Supplier<Stream<OutboxConsumer>> consumers;
    private final LinkedBlockingQueue<Bucket> nudged = new LinkedBlockingQueue<>(QUEUE_MAX);
    private final Semaphore lanes = new Semaphore(LANES);
    private final Set<Bucket> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private @Nullable Thread worker;

    @Inject
    OutboxDispatcher(Router router, JsonMapper json, BeanProvider<OutboxConsumer> consumers) {
        this(router, json, consumers::stream);
    }

    OutboxDispatcher(Router router, JsonMapper json, Supplier<Stream<OutboxConsumer>> consumers) {
        this.router = router;
        this.json = json;
        this.consumers = consumers;
    }

    /**
     * Says that {@code bucket} has something to deliver. A full queue drops the nudge; the sweep
     * will find the row.
     */
    void nudge(Bucket bucket) {
        if (waiting.add(bucket) && !nudged.offer(bucket)) {
            waiting.remove(bucket);
        }
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        start();
    }

    void start() {
        worker = Thread.ofVirtual().name("outbox").start(this::work);
    }

    @PreDestroy
    void close() throws InterruptedException {
        closed = true;
        Thread thread = worker;
        if (thread != null) {
            thread.interrupt();
            thread.join(Duration.ofSeconds(2));
        }
    }

    private void work() {
        Map<String, OutboxConsumer> byTopic =
                consumers
                        .get()
                        .collect(Collectors.toMap(OutboxConsumer::topic, Function.identity()));
        long nextSweep = System.nanoTime();
        while (!closed) {
            try {
                Bucket bucket =
                        nudged.poll(
                                Math.max(0, nextSweep - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (bucket == null) {
                    router.scatter(Deadline.in(SCATTER_PATIENCE), tx -> due(tx.connection()))
                            .parts()
                            .forEach(buckets -> buckets.forEach(this::nudge));
                    nextSweep = System.nanoTime() + SWEEP.toNanos();
                    continue;
                }
                waiting.remove(bucket);
                lanes.acquire();
                Thread.startVirtualThread(() -> deliverInLane(bucket, byTopic));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("the outbox waits: {}", e.toString());
                nextSweep = System.nanoTime() + SWEEP.toNanos();
            }
        }
    }

    private void deliverInLane(Bucket bucket, Map<String, OutboxConsumer> consumers) {
        try {
            deliver(bucket, consumers);
        } catch (RuntimeException e) {
            LOG.warn("outbox bucket {} waits: {}", bucket.number(), e.toString());
        } finally {
            lanes.release();
        }
    }

    private void deliver(Bucket bucket, Map<String, OutboxConsumer> consumers) {
        List<Event> events = router.write(bucket, tx -> claim(tx.connection(), bucket));
        for (Event event : events) {
            OutboxConsumer consumer = consumers.get(event.topic);
            if (consumer == null) {
                LOG.error("nobody consumes outbox topic {}", event.topic);
                continue;
            }
            try {
                consumer.accept(
                        bucket,
                        json.readValue(event.payload, Argument.mapOf(String.class, Object.class)));
                router.write(bucket, tx -> delete(tx.connection(), bucket, event.id));
            } catch (IOException | RuntimeException e) {
                LOG.warn(
                        "outbox event {} of topic {} will be tried again: {}",
                        event.id,
                        event.topic,
                        e.toString());
            }
        }
        if (events.size() == BATCH) {
            nudge(bucket);
        }
    }

    private static List<Bucket> due(Connection connection) throws SQLException {
        String sql = "SELECT DISTINCT bucket FROM outbox WHERE due <= now() LIMIT 1000";
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            List<Bucket> buckets = new ArrayList<>();
            while (rows.next()) {
                buckets.add(new Bucket(rows.getInt(1)));
            }
            return buckets;
        }
    }

    private static List<Event> claim(Connection connection, Bucket bucket) throws SQLException {
        String sql =
                """
                UPDATE outbox o SET attempts = attempts + 1,
                       due = now() + interval '5 seconds' * power(2, least(attempts, 8))
                WHERE bucket = ? AND id IN (SELECT id FROM outbox WHERE bucket = ? AND due <= now()
                                            ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING id, topic, payload::text\
                """;
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setShort(1, (short) bucket.number());
            update.setShort(2, (short) bucket.number());
            update.setInt(3, BATCH);
            List<Event> events = new ArrayList<>();
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    byte[] payload = rows.getString(3).getBytes(StandardCharsets.UTF_8);
                    events.add(
                            new Event(rows.getObject(1, UUID.class), rows.getString(2), payload));
                }
            }
            return events;
        }
    }

    private static boolean delete(Connection connection, Bucket bucket, UUID id)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM outbox WHERE bucket = ? AND id = ?")) {
            delete.setShort(1, (short) bucket.number());
            delete.setObject(2, id);
            return delete.executeUpdate() == 1;
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, lives for one delivery
    private record Event(UUID id, String topic, byte[] payload) {}
}
