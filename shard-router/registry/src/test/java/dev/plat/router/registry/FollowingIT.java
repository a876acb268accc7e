package dev.plat.router.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.Seeds;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.move.OwnerPublisher;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Thousands of cutovers reach those who follow, cheaply, and epochs never go back meanwhile. */
@Servers(zookeeper = 1, own = true)
class FollowingIT {

    private static final Logger LOG = LoggerFactory.getLogger(FollowingIT.class);
    private static final String CLUSTER = "0d3f2c62-6a43-4d2b-9f9e-3f7f6d0c1e55";
    private static final Duration LONG = Duration.ofSeconds(60);

    private final ZooKeeperServer server;
    @TempDir Path folder;

    FollowingIT(ZooKeeperServer server) {
        this.server = server;
    }

    @BeforeEach
    void place() {
        try (RegistryAdmin admin = admin()) {
            admin.createCluster(CLUSTER);
            admin.addNode(node("a", Node.State.ACTIVE));
            admin.addNode(node("b", Node.State.ACTIVE));
            admin.putMap(BucketMap.firstPlacement(Tier.BUILDING, List.of("a", "b")));
        }
    }

    @AfterEach
    void wipe() {
        server.restart();
        server.wipe();
    }

    @Test
    void aThousandOwnerChangesCostFarFewerReadings() {
        try (RegistryAdmin admin = admin();
                ZooKeeperTopology topology = ZooKeeperTopology.open(settings("a"))) {
            OwnerPublisher publisher = admin.publisher();
            Waits.until("connected", topology::connected);
            long before = topology.reads();
            long start = System.nanoTime();

            for (int i = 0; i < 1000; i++) {
                publisher.publish(Tier.BUILDING, new Bucket(i), at("c", 2));
            }
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            Waits.untilAsserted(() -> assertThat(epochs(topology, 1000)).containsOnly(2L));

            long reads = topology.reads() - before;
            LOG.info("1000 owner changes in {} ms made {} reads", millis, reads);
            // Each gathering reads the four chunks at most; everything would be five times that.
            assertThat(reads).isLessThan(60 + millis / 15);
        }
    }

    @Test
    void whatIsForShowIsNotFollowed() throws Exception {
        try (RegistryAdmin admin = admin();
                ZooKeeperTopology topology = ZooKeeperTopology.open(settings("a"))) {
            Waits.until("connected", topology::connected);
            admin.changeNode(Tier.BUILDING, "a", n -> as(n, 70));
            Waits.until("followed", () -> weight(topology) == 70);
            Waits.until("settled", settled(topology));
            long before = topology.reads();

            MoveProgress progress = OrderBookIT.progress();
            for (int i = 0; i < 100; i++) {
                admin.orders().publish(Tier.BUILDING, progress);
                admin.orders().add(OrderBookIT.order());
            }

            Waits.always(
                    Duration.ofSeconds(1), "nothing is read", () -> topology.reads() == before);
        }
    }

    @Test
    void aNodeThatIsChangedOrRemovedIsFollowedByItsPathAlone() {
        try (RegistryAdmin admin = admin();
                ZooKeeperTopology topology = ZooKeeperTopology.open(settings("a"))) {
            admin.addNode(node("c", Node.State.ACTIVE));
            Waits.until("added", () -> topology.nodes(Tier.BUILDING).size() == 3);
            admin.changeNode(Tier.BUILDING, "c", _ -> node("c", Node.State.RETIRED));
            admin.removeNode(Tier.BUILDING, "c");

            Waits.until("removed", () -> topology.nodes(Tier.BUILDING).size() == 2);
        }
    }

    @Test
    void twoThousandOwnerChangesWhileZooKeeperRestartsAllArriveAndNoneGoesBack() throws Exception {
        Map<Integer, Long> newest = new ConcurrentHashMap<>();
        AtomicInteger done = new AtomicInteger();
        List<String> back = new CopyOnWriteArrayList<>();
        try (RegistryAdmin one = admin();
                RegistryAdmin two = admin();
                ZooKeeperTopology topology = ZooKeeperTopology.open(settings("a"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers =
                    List.of(
                            threads.submit(() -> write(one.publisher(), 0, newest, done)),
                            threads.submit(() -> write(two.publisher(), 1, newest, done)));
            Future<?> reader = threads.submit(() -> watchForSteps(topology, done, back));
            for (int restart = 1; restart <= 3; restart++) {
                int share = 500 * restart;
                Waits.until(LONG, "under way", () -> done.get() >= share);
                server.restart();
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            reader.get();

            Waits.untilAsserted(
                    LONG,
                    () ->
                            newest.forEach((bucket, epoch) ->
                                    assertThat(
                                                    topology.map(Tier.BUILDING)
                                                            .get(new Bucket(bucket))
                                                            .epoch())
                                            .isEqualTo(epoch)));
        }
        assertThat(back).isEmpty();
        try (RegistryAdmin admin = admin()) {
            BucketMap map = admin.map(Tier.BUILDING);
            newest.forEach((bucket, epoch) ->
                    assertThat(map.get(new Bucket(bucket)).epoch()).isEqualTo(epoch));
        }
    }

    @Test
    void aSnapshotAndAChunkPassTheirControlPoints() {
        List<String> reached = new CopyOnWriteArrayList<>();
        ControlPoints points = reached::add;

        try (ZooKeeperTopology topology = ZooKeeperTopology.open(settings("a").with(points))) {
            assertThat(topology.cluster()).isEqualTo(CLUSTER);
            Waits.until("written", () -> reached.contains("snapshot.renamed"));
        }

        assertThat(reached).containsSubsequence("chunk.read", "snapshot.temp", "snapshot.renamed");
    }

    @Test
    void withNeitherRegistryNorSnapshotSeedsAreAsked() {
        server.stop();
        BucketMap said = BucketMap.empty(Tier.BUILDING).with(new Bucket(7), at("b", 9));
        Seeds seeds =
                () -> new Seeds.Told(CLUSTER, List.of(node("b", Node.State.ACTIVE)), List.of(said));

        try (ZooKeeperTopology topology = ZooKeeperTopology.open(settings("new").with(seeds))) {
            assertThat(topology.cluster()).isEqualTo(CLUSTER);
            assertThat(topology.map(Tier.BUILDING).get(new Bucket(7))).isEqualTo(at("b", 9));
            assertThat(topology.nodes(Tier.BUILDING)).extracting(Node::name).containsExactly("b");

            server.restart();
            Waits.until(
                    LONG,
                    "the registry adds what it knows",
                    () -> topology.map(Tier.BUILDING).placed() == Bucket.COUNT);
            assertThat(topology.map(Tier.BUILDING).get(new Bucket(7))).isEqualTo(at("b", 9));
        }
    }

    /** A thousand changes of every second bucket of 32; a failure is repeated, as a mover does. */
    private static void write(
            OwnerPublisher publisher, int first, Map<Integer, Long> newest, AtomicInteger done) {
        for (int i = 0; i < 1000; i++) {
            int bucket = first + 2 * (i % 16) * 100;
            long epoch = 2L + i / 16;
            Waits.until(LONG, "published", () -> published(publisher, bucket, epoch));
            newest.put(bucket, epoch);
            done.incrementAndGet();
        }
    }

    private static boolean published(OwnerPublisher publisher, int bucket, long epoch) {
        try {
            publisher.publish(Tier.BUILDING, new Bucket(bucket), at("n" + epoch, epoch));
            return true;
        } catch (WorldAway e) {
            return false;
        }
    }

    private static void watchForSteps(
            ZooKeeperTopology topology, AtomicInteger done, List<String> back) {
        BucketMap before = topology.map(Tier.BUILDING);
        while (done.get() < 2000) {
            BucketMap now = topology.map(Tier.BUILDING);
            if (!now.merge(before).equals(now)) {
                back.add("an epoch went back");
            }
            before = now;
            Thread.onSpinWait();
        }
    }

    private static List<Long> epochs(ZooKeeperTopology topology, int buckets) {
        return topology.map(Tier.BUILDING).statements().entrySet().stream()
                .limit(buckets)
                .map(entry -> entry.getValue().epoch())
                .toList();
    }

    private static int weight(ZooKeeperTopology topology) {
        return topology.nodes(Tier.BUILDING).getFirst().weight();
    }

    /** True once two looks a reading apart find the same number of reads. */
    private static Callable<Boolean> settled(ZooKeeperTopology topology) {
        long[] last = {-1, System.nanoTime()};
        return () -> {
            long now = topology.reads();
            if (now != last[0]) {
                last[0] = now;
                last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > Duration.ofSeconds(3).toNanos();
        };
    }

    private RegistrySettings settings(String process) {
        return new RegistrySettings(
                server.connectString(), "/plat", folder.resolve(process), Set.of(Tier.BUILDING));
    }

    private static Node as(Node node, int weight) {
        return new Node(
                node.tier(), node.name(), node.zone(), weight, node.state(), node.address());
    }

    private static Node node(String name, Node.State state) {
        return new Node(Tier.BUILDING, name, "z", 100, state, "127.0.0.1:1/building");
    }

    private static Ownership at(String shard, long epoch) {
        return new Ownership(epoch, List.of(shard));
    }

    private RegistryAdmin admin() {
        return new RegistryAdmin(server.connectString(), "/plat");
    }
}
