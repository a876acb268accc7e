package dev.plat.ops.sandbox.card.hook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.api.Trouble;
import dev.plat.ops.sandbox.card.fault.Fault;
import dev.plat.ops.sandbox.card.fault.Faults;
import dev.plat.ops.sandbox.card.fault.Play;
import dev.plat.ops.sandbox.card.fault.Script;
import dev.plat.ops.sandbox.card.store.Deliveries.Delivery;
import dev.plat.ops.sandbox.card.store.Item;
import dev.plat.ops.sandbox.card.store.Json;
import dev.plat.ops.sandbox.card.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to endpoints, at least once each, in no promised order. Tries are spaced by the
 * turned clock, so a test that turns it on sees three days of them; stamps are of the real time,
 * for a receiver compares them with its own.
 *
 * <p>Threads: one looks, virtual ones carry.
 */
public final class Courier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int AT_ONCE = 16;
    private static final long LOOK_MILLIS = 250;
    private static final int DUPLICATES = 5;
    private static final Duration OFF = Duration.ofMinutes(10);
    private static final int SHUFFLE_MILLIS = 1_500;

    private static final Duration GIVE_UP = Duration.ofDays(3);

    /** From one try to the next; the last is repeated. */
    private static final List<Duration> WAITS =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    Duration.ofHours(12));

    private final Store store;
    private final Faults faults;
    private final Post post;
    private final InstantSource real;
    private final RandomGenerator random;
    private final Semaphore news = new Semaphore(0);
    private final Semaphore hands = new Semaphore(AT_ONCE);
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean closed;

    public Courier(
            Store store, Faults faults, Post post, InstantSource real, RandomGenerator random) {
        this.store = store;
        this.faults = faults;
        this.post = post;
        this.real = real;
        this.random = random;
    }

    public Courier start() {
        threads.execute(this::look);
        return this;
    }

    /** There may be something to bring. */
    public void wake() {
        news.release();
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
    }

    private void look() {
        while (!closed) {
            try {
                news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                // One look serves all news there is.
                news.drainPermits();
                carry();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IllegalStateException e) {
                LOG.warn("events wait", e);
            }
        }
    }

    private void carry() throws InterruptedException {
        List<Delivery> due = store.change(change -> change.deliveries().due(AT_ONCE * 2));
        for (Delivery delivery : due) {
            String key = delivery.event() + " " + delivery.endpoint();
            if (!underWay.add(key)) {
                continue;
            }
            hands.acquire();
            threads.execute(() -> {
                try {
                    bring(delivery);
                } catch (IllegalStateException e) {
                    LOG.warn("{} waits", delivery.event(), e);
                } finally {
                    underWay.remove(key);
                    hands.release();
                }
            });
        }
    }

    private void bring(Delivery delivery) {
        Optional<Item> event = find(delivery.event());
        Optional<Item> endpoint = find(delivery.endpoint());
        if (event.isEmpty() || endpoint.isEmpty()) {
            write(delivery, "gone", Optional.empty(), delivery.played());
            return;
        }
        Play play =
                delivery.played()
                        ? Play.NONE
                        : faults.deliver(event.get().text("type"), metadata(event.get()));
        if (play.has(Script.HOOK_LOSE)) {
            write(delivery, "lost", Optional.empty(), true);
            return;
        }
        Optional<Duration> later = later(play);
        if (later.isPresent()) {
            write(delivery, "waiting", Optional.of(now().plus(later.get())), true);
            return;
        }
        boolean taken = send(event.get(), endpoint.get(), play);
        play.fault(Script.HOOK_KILL).ifPresent(Trouble::die);
        Delivery tried =
                new Delivery(
                        delivery.event(),
                        delivery.endpoint(),
                        delivery.first(),
                        delivery.tries() + 1,
                        true);
        if (taken) {
            write(tried, "delivered", Optional.empty(), true);
            return;
        }
        Instant next = now().plus(WAITS.get(Math.min(delivery.tries(), WAITS.size() - 1)));
        boolean over = next.isAfter(delivery.first().plus(GIVE_UP));
        write(tried, over ? "given-up" : "waiting", Optional.of(next).filter(_ -> !over), true);
    }

    private Instant now() {
        return store.clock().instant();
    }

    private Optional<Item> find(String id) {
        return store.<Optional<Item>>change(change -> change.find(id));
    }

    private void write(Delivery delivery, String state, Optional<Instant> next, boolean played) {
        store.change(change -> {
            change.deliveries().tried(delivery, state, next, played);
            return true;
        });
    }

    private Optional<Duration> later(Play play) {
        if (play.has(Script.HOOK_SHUFFLE)) {
            return Optional.of(Duration.ofMillis(random.nextInt(SHUFFLE_MILLIS)));
        }
        return play.fault(Script.HOOK_DELAY).map(Fault::pause);
    }

    private boolean send(Item event, Item endpoint, Play play) {
        String url = endpoint.text("url");
        List<String> secrets = Secrets.live(endpoint, now());
        String body = Json.text(event.body());
        Instant stamp = real.instant();
        if (play.has(Script.HOOK_FORGE)) {
            String forged = Json.text(forged(event));
            post.send(url, forged, Signature.header(List.of("whsec_of_nobody"), stamp, forged));
        }
        if (play.has(Script.HOOK_STALE)) {
            stamp = stamp.minus(OFF);
        }
        if (play.has(Script.HOOK_FUTURE)) {
            stamp = stamp.plus(OFF);
        }
        boolean taken = post.send(url, body, Signature.header(secrets, stamp, body));
        for (int i = 1; play.has(Script.HOOK_DUPLICATE) && i < DUPLICATES; i++) {
            post.send(url, body, Signature.header(secrets, real.instant(), body));
        }
        return taken;
    }

    /** As if ten times as much had been paid. */
    private ObjectNode forged(Item event) {
        ObjectNode body = event.body().deepCopy();
        body.put("id", store.ids().next("evt"));
        if (body.path("data").path("object") instanceof ObjectNode about) {
            for (String field : List.of("amount", "amount_received", "amount_total")) {
                if (about.path(field).isNumber()) {
                    about.put(field, about.path(field).asLong() * 10);
                }
            }
        }
        return body;
    }

    private static Map<String, String> metadata(Item event) {
        Map<String, String> metadata = new HashMap<>();
        event.body()
                .path("data")
                .path("object")
                .path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        return metadata;
    }
}
