package dev.plat.router.registry;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Instance;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.Topology;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;
import org.apache.curator.framework.state.ConnectionState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry as one process follows it. Reading is from memory; a watch, a reconnect or a
 * suspicion makes one thread read everything again soon, and what changed goes to disk. Nothing
 * here waits for ZooKeeper but the start, and that only briefly: a process starts from its
 * snapshot, and the fence tells what the snapshot does not know.
 *
 * <p>Threads: safe.
 */
public final class ZooKeeperTopology implements Topology {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperTopology.class);

    /** How long the start waits for ZooKeeper when there is no snapshot, and when there is one. */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);

    private static final Duration NEXT_WAIT = Duration.ofSeconds(2);

    /** Many events in a row make one reading; not all processes read at the same moment. */
    private static final Duration GATHER = Duration.ofMillis(20);

    private static final int JITTER_MILLIS = 200;

    /** After a reconnect the others need a moment to announce themselves again. */
    private static final Duration GRACE = ZooKeeperClient.SESSION.plusSeconds(5);

    private static final Duration CLOSE = Duration.ofSeconds(2);

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration SNAPSHOT_EVERY = Duration.ofSeconds(1);

    private final AtomicReference<Known> known;
    private final SnapshotFile snapshot;
    private final Layout layout;
    private final CuratorFramework client;
    private final RegistryReader reader;
    private final PersistentWatcher watcher;
    private final ScheduledThreadPoolExecutor worker =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("registry").factory());
    private final AtomicBoolean readPlanned = new AtomicBoolean();
    private final AtomicBoolean laterPlanned = new AtomicBoolean();
    private final AtomicBoolean writePlanned = new AtomicBoolean();
    private final CountDownLatch readOnce = new CountDownLatch(1);
    private final Announcements announcements;
    private volatile @Nullable PlatException refusal;
    private volatile boolean connected;
    private volatile boolean startedWithout;
    private volatile long graceEndsNanos = System.nanoTime();

    private ZooKeeperTopology(RegistrySettings settings, Known start) {
        this.known = new AtomicReference<>(start);
        this.snapshot = new SnapshotFile(settings.folder());
        this.layout = new Layout(settings.root());
        this.client = ZooKeeperClient.start(settings.connect());
        this.reader = new RegistryReader(client, layout, settings.tiers());
        this.announcements = new Announcements(client, layout);
        this.watcher = new PersistentWatcher(client, settings.root(), true);
        client.getConnectionStateListenable().addListener((_, state) -> connectionChanged(state));
        watcher.getListenable().addListener(_ -> planReading(gather()));
        watcher.start();
        planReading(Duration.ZERO);
    }

    /**
     * Follows the registry, from the snapshot at once when ZooKeeper is away.
     *
     * @throws PlatException {@code wrong-cluster} when snapshot and registry disagree about the
     *     cluster
     */
    public static ZooKeeperTopology open(RegistrySettings settings) {
        var saved = new SnapshotFile(settings.folder()).read();
        ZooKeeperTopology topology =
                new ZooKeeperTopology(settings, saved.orElseGet(Known::nothing));
        topology.awaitFirstReading(saved.isPresent() ? NEXT_WAIT : FIRST_WAIT);
        return topology;
    }

    @Override
    public String cluster() {
        String cluster = known.get().cluster();
        if (cluster.isEmpty()) {
            throw new PlatException(
                    ErrorCode.TRY_AGAIN,
                    "The registry has not been read yet, and there is no snapshot.");
        }
        return cluster;
    }

    @Override
    public BucketMap map(Tier tier) {
        return known.get().map(tier);
    }

    @Override
    public List<Node> nodes(Tier tier) {
        return known.get().nodes().getOrDefault(tier, List.of());
    }

    @Override
    public List<Instance> instances(String service) {
        return known.get().instances().getOrDefault(service, List.of());
    }

    @Override
    public void learn(Tier tier, Bucket bucket, Ownership ownership) {
        change(before -> {
            BucketMap map = before.map(tier);
            boolean known =
                    map.find(bucket)
                            .filter(owner -> owner.epoch() >= ownership.epoch())
                            .isPresent();
            return known ? before : before.withMap(map.with(bucket, ownership));
        });
    }

    @Override
    public void suspectStale(Tier tier) {
        planReading(gather());
    }

    @Override
    public void announce(Instance instance) {
        announcements.add(instance);
        planReading(Duration.ZERO);
    }

    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public void close() {
        watcher.close();
        // Not now: an interrupt would cut a snapshot that is being written.
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        worker.shutdown();
        try {
            if (!worker.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("a reading goes on while closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (writePlanned.get()) {
            writeSnapshot();
        }
        // The announcements go with the session.
        client.close();
    }

    /** As if ZooKeeper had forgotten this process, for tests. */
    void loseSession() throws Exception {
        client.getZookeeperClient().getZooKeeper().getTestable().injectSessionExpiration();
    }

    private void awaitFirstReading(Duration limit) {
        try {
            boolean read = readOnce.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!read) {
                startedWithout = true;
                LOG.warn("ZooKeeper does not answer; going on with what the snapshot says");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        PlatException refused = refusal;
        if (refused != null) {
            close();
            throw refused;
        }
    }

    private void connectionChanged(ConnectionState state) {
        boolean now = state.isConnected();
        if (now && !connected && (state == ConnectionState.RECONNECTED || startedWithout)) {
            graceEndsNanos = System.nanoTime() + GRACE.toNanos();
        }
        connected = now;
        if (now) {
            planReading(Duration.ZERO); // watches lose events while a connection is down
        }
    }

    private static Duration gather() {
        return GATHER.plusMillis(ThreadLocalRandom.current().nextInt(JITTER_MILLIS));
    }

    /** Leaves the way free for a sooner reading. */
    private void later(Duration delay) {
        if (laterPlanned.compareAndSet(false, true)) {
            schedule(
                    () -> {
                        laterPlanned.set(false);
                        planReading(Duration.ZERO);
                    },
                    delay);
        }
    }

    private void planReading(Duration delay) {
        if (readPlanned.compareAndSet(false, true)) {
            schedule(this::readAgain, delay);
        }
    }

    private void readAgain() {
        readPlanned.set(false);
        if (!client.getZookeeperClient().isConnected()) {
            return; // The reconnect plans a reading.
        }
        connected = true;
        try {
            announcements.ensure();
            Known told = reader.read(known.get());
            boolean grace = graceEndsNanos - System.nanoTime() > 0;
            change(before -> merged(before, grace ? told.keepingInstancesOf(before) : told));
            if (grace) {
                later(GRACE);
            }
            if (!told.cluster().isEmpty()) {
                readOnce.countDown();
            }
        } catch (PlatException e) {
            LOG.error("the registry is refused: {}", e.getMessage());
            refusal = e;
            readOnce.countDown();
            later(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("the registry cannot be read just now: {}", e.toString());
            later(RETRY);
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

    @SuppressWarnings("ReferenceEquality") // a step that changes nothing returns what it was given
    private void change(UnaryOperator<Known> step) {
        Known before = known.getAndUpdate(step);
        if (before != known.get() && writePlanned.compareAndSet(false, true)) {
            schedule(this::writeSnapshot, readOnce.getCount() > 0 ? Duration.ZERO : SNAPSHOT_EVERY);
        }
    }

    private void writeSnapshot() {
        writePlanned.set(false);
        try {
            snapshot.write(known.get());
        } catch (IOException | RuntimeException e) {
            LOG.warn("the snapshot of the registry could not be written", e);
        }
    }

    private void schedule(Runnable task, Duration delay) {
        try {
            var _ = worker.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing: nothing is read or written any more");
        }
    }
}
