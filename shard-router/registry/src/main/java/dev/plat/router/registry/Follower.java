package dev.plat.router.registry;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Instance;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is known in step with the registry. A watch tells which paths have changed, and just
 * those are read, gathered for a moment; after a reconnect, when a watch stands anew, and on a
 * suspicion everything is read.
 *
 * <p>Threads: any calls; one worker reads.
 */
final class Follower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    /** Many events in a row make one reading; not all processes read at the same moment. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private static final int JITTER_MILLIS = 200;

    /** After a reconnect the others need a moment to announce themselves again. */
    private static final Duration GRACE = ZooKeeperClient.SESSION.plusSeconds(5);

    /**
     * Until everything is read once more: after a failure, after nodes came or went, and for all
     * who suspect meanwhile, as many do during a move.
     */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final CuratorFramework client;
    private final Layout layout;
    private final RegistryReader reader;
    private final RegistryWatch watch;
    private final Announcements announcements;
    private final Worker worker;
    private final Changing known;
    private final Changes changes = new Changes();
    private final AtomicBoolean readPlanned = new AtomicBoolean();
    private final AtomicBoolean againPlanned = new AtomicBoolean();
    private final AtomicBoolean graceEndPlanned = new AtomicBoolean();
    private final CountDownLatch readOnce = new CountDownLatch(1);
    private volatile @Nullable PlatException refusal;
    private volatile boolean connected;
    private volatile boolean startedWithout;
    private volatile long graceEndsNanos = System.nanoTime();

    /** What is known, and the way to change it; a step may run again. */
    interface Changing {

        Known now();

        void change(UnaryOperator<Known> step);
    }

    Follower(RegistrySettings settings, Worker worker, Changing known) {
        this.layout = new Layout(settings.root());
        this.client = ZooKeeperClient.start(settings.connect());
        this.reader = new RegistryReader(client, layout, settings.tiers(), settings.points());
        this.announcements = new Announcements(client, layout);
        this.worker = worker;
        this.known = known;
        this.watch =
                new RegistryWatch(
                        client, layout, settings.tiers(), this::pathChanged, this::everythingNow);
    }

    void start() {
        client.getConnectionStateListenable().addListener((_, state) -> connectionChanged(state));
        watch.start();
        everythingNow();
    }

    /**
     * Whether the registry has been read within {@code limit}.
     *
     * @throws PlatException {@code wrong-cluster}
     */
    boolean awaitFirstReading(Duration limit) {
        boolean read = false;
        try {
            read = readOnce.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Optional<PlatException> refused = Optional.ofNullable(refusal);
        if (refused.isPresent()) {
            throw refused.get();
        }
        startedWithout = !read;
        return read;
    }

    boolean readOnce() {
        return readOnce.getCount() == 0;
    }

    boolean connected() {
        return connected;
    }

    void announce(Instance instance) {
        announcements.add(instance);
        everythingNow();
    }

    /** Everything in a moment; leaves the way free for a sooner reading. */
    void everythingSoon() {
        if (againPlanned.compareAndSet(false, true)) {
            worker.schedule(
                    () -> {
                        againPlanned.set(false);
                        everythingNow();
                    },
                    AGAIN);
        }
    }

    /** Requests made to ZooKeeper so far. */
    long reads() {
        return reader.reads();
    }

    CuratorFramework client() {
        return client;
    }

    @Override
    public void close() {
        watch.close();
        // The announcements go with the session.
        client.close();
    }

    private void connectionChanged(ConnectionState state) {
        boolean now = state.isConnected();
        if (now && !connected && (state == ConnectionState.RECONNECTED || startedWithout)) {
            graceEndsNanos = System.nanoTime() + GRACE.toNanos();
        }
        connected = now;
        if (now) {
            everythingNow(); // watches lose events while a connection is down
        }
    }

    private void everythingNow() {
        changes.everything();
        planReading(Duration.ZERO);
    }

    private void pathChanged(String path) {
        if (path.equals(layout.format())) {
            changes.everything();
        } else {
            changes.path(path);
        }
        planReading(GATHER.plusMillis(ThreadLocalRandom.current().nextInt(JITTER_MILLIS)));
    }

    private void planReading(Duration delay) {
        if (readPlanned.compareAndSet(false, true)) {
            worker.schedule(this::readAgain, delay);
        }
    }

    private void readAgain() {
        readPlanned.set(false);
        if (!client.getZookeeperClient().isConnected()) {
            return; // The reconnect plans a reading.
        }
        connected = true;
        Changes.Gathered gathered = changes.take();
        try {
            if (gathered.everything()) {
                everything();
            } else {
                some(gathered.paths());
            }
        } catch (PlatException e) {
            LOG.error("the registry is refused: {}", e.getMessage());
            refusal = e;
            readOnce.countDown();
            everythingAfterGrace();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("the registry cannot be read just now: {}", e.toString());
            everythingSoon();
        }
    }

    private void everything() throws Exception {
        announcements.ensure();
        Known told = reader.read(known.now());
        boolean grace = inGrace();
        known.change(before -> merged(before, grace ? told.keepingInstancesOf(before) : told));
        if (grace) {
            everythingAfterGrace();
        }
        if (!told.cluster().isEmpty()) {
            readOnce.countDown();
        }
    }

    private void some(Set<String> paths) throws Exception {
        boolean live = false;
        for (String path : paths) {
            Layout.Place place = layout.place(path);
            UnaryOperator<Known> told = reader.read(place);
            boolean grace = inGrace();
            known.change(before -> {
                Known after = told.apply(before);
                Known kept = grace ? after.keepingInstancesOf(before) : after;
                return kept.equals(before) ? before : kept;
            });
            live |= place instanceof Layout.Place.OfInstance;
            if (place instanceof Layout.Place.OfNode) {
                everythingSoon(); // What a removal meant, only the whole list can say.
            }
        }
        if (live) {
            announcements.ensure();
        }
    }

    private boolean inGrace() {
        return graceEndsNanos - System.nanoTime() > 0;
    }

    private void everythingAfterGrace() {
        if (graceEndPlanned.compareAndSet(false, true)) {
            worker.schedule(
                    () -> {
                        graceEndPlanned.set(false);
                        everythingNow();
                    },
                    GRACE);
        }
    }

    /** What was learnt from a database while the registry was being read must not be lost. */
    private static Known merged(Known before, Known told) {
        Known merged = told;
        for (BucketMap map : before.maps().values()) {
            merged = merged.withMap(told.map(map.tier()).merge(map));
        }
        return merged.equals(before) ? before : merged;
    }
}
