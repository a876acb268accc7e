package dev.plat.router.registry;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Instance;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.Seeds;
import dev.plat.router.core.Topology;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry as one process follows it. Reading is from memory, and what changed goes to disk.
 * Nothing here waits for ZooKeeper but the start, and that only briefly: a process starts from its
 * snapshot, else from what seeds say, and the fence tells what those do not know.
 *
 * <p>Threads: safe.
 */
public final class ZooKeeperTopology implements Topology {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperTopology.class);

    /** How long the start waits for ZooKeeper when it has nothing else. */
    private static final Duration FIRST_WAIT = Duration.ofSeconds(15);

    /**
     * And when it has: long enough for a ZooKeeper that is well, short enough for a whole process
     * to serve within two seconds without it. What comes later is followed anyway.
     */
    private static final Duration NEXT_WAIT = Duration.ofMillis(700);

    private static final Duration SNAPSHOT_EVERY = Duration.ofSeconds(1);

    private final AtomicReference<Known> known;
    private final Worker worker = new Worker();
    private final SnapshotWriter snapshot;
    private final Follower follower;

    private ZooKeeperTopology(RegistrySettings settings, SnapshotFile file, Known start) {
        this.known = new AtomicReference<>(start);
        this.snapshot = new SnapshotWriter(file, known::get);
        this.follower = new Follower(settings, worker, new Changing());
    }

    /**
     * Follows the registry, from the snapshot at once when ZooKeeper is away.
     *
     * @throws PlatException {@code wrong-cluster} when snapshot and registry disagree about the
     *     cluster
     */
    public static ZooKeeperTopology open(RegistrySettings settings) {
        return open(settings, NEXT_WAIT);
    }

    /**
     * The same for who would rather wait than show what is old.
     *
     * @param wait for ZooKeeper, although there is a snapshot
     */
    public static ZooKeeperTopology open(RegistrySettings settings, Duration wait) {
        SnapshotFile file = new SnapshotFile(settings.folder(), settings.points());
        Optional<Known> saved = file.read();
        var topology = new ZooKeeperTopology(settings, file, saved.orElseGet(Known::nothing));
        topology.follower.start();
        boolean other = saved.isPresent() || settings.seeds().isPresent();
        topology.awaitFirstReading(other ? wait : FIRST_WAIT);
        if (topology.known.get().cluster().isEmpty()) {
            settings.seeds().ifPresent(topology::ask);
        }
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
        follower.everythingSoon();
    }

    @Override
    public void announce(Instance instance) {
        follower.announce(instance);
    }

    @Override
    public boolean connected() {
        return follower.connected();
    }

    @Override
    public void close() {
        worker.close();
        snapshot.writeIfDue();
        follower.close();
    }

    /** Requests made to ZooKeeper so far, for tests. */
    long reads() {
        return follower.reads();
    }

    /** As if ZooKeeper had forgotten this process, for tests. */
    void loseSession() throws Exception {
        follower.client()
                .getZookeeperClient()
                .getZooKeeper()
                .getTestable()
                .injectSessionExpiration();
    }

    private void awaitFirstReading(Duration limit) {
        try {
            if (!follower.awaitFirstReading(limit)) {
                LOG.warn("ZooKeeper does not answer; going on with what the snapshot says");
            }
        } catch (PlatException refused) {
            close();
            throw refused;
        }
    }

    /** Neither registry nor snapshot: what the databases say is the truth anyway. */
    private void ask(Seeds seeds) {
        try {
            Seeds.Told told = seeds.ask();
            LOG.warn("starting from what seeds say of cluster {}", told.cluster());
            change(before ->
                    before.cluster().isEmpty()
                            ? before.withCluster(told.cluster()).with(told.nodes(), told.maps())
                            : before);
        } catch (PlatException e) {
            LOG.warn("no seed answers: {}", e.getMessage());
        }
    }

    @SuppressWarnings("ReferenceEquality") // a step that changes nothing returns what it was given
    private void change(UnaryOperator<Known> step) {
        Known before = known.getAndUpdate(step);
        if (before != known.get() && snapshot.due()) {
            worker.schedule(snapshot::write, follower.readOnce() ? SNAPSHOT_EVERY : Duration.ZERO);
        }
    }

    private final class Changing implements Follower.Changing {

        @Override
        public Known now() {
            return known.get();
        }

        @Override
        public void change(UnaryOperator<Known> step) {
            ZooKeeperTopology.this.change(step);
        }
    }
}
