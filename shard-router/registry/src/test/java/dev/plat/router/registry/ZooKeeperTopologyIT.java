package dev.plat.router.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Instance;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry serves with ZooKeeper dead, starts with it dead, and catches up by itself. */
@Servers(zookeeper = 1, own = true)
class ZooKeeperTopologyIT {

    private static final Bucket BUCKET = new Bucket(7);
    private static final Instance HOSTING =
            new Instance("hosting", "h1", "127.0.0.1:1", Instant.parse("2026-11-21T10:00:00Z"));

    private final ZooKeeperServer zooKeeper;
    private String root = "";

    @TempDir private Path folder;

    ZooKeeperTopologyIT(ZooKeeperServer zooKeeper) {
        this.zooKeeper = zooKeeper;
    }

    @BeforeEach
    void makeARegistry() {
        root = "/plat" + System.nanoTime();
        try (RegistryAdmin admin = new RegistryAdmin(zooKeeper.connectString(), root)) {
            admin.createCluster("c1");
            admin.putNode(node("building-1"));
            admin.putNode(node("building-2"));
            admin.putMap(everythingAt("building-1", 1));
        }
    }

    @Test
    void aMapIsReadFollowedAndNeverGoesBack() {
        try (ZooKeeperTopology topology = open();
                RegistryAdmin admin = new RegistryAdmin(zooKeeper.connectString(), root)) {
            assertThat(topology.cluster()).isEqualTo("c1");
            assertThat(topology.nodes(Tier.BUILDING))
                    .extracting(Node::name)
                    .containsExactly("building-1", "building-2");
            assertThat(topology.map(Tier.BUILDING).placed()).isEqualTo(Bucket.COUNT);

            admin.putMap(BucketMap.empty(Tier.BUILDING).with(BUCKET, at("building-2", 2)));
            Waits.until("the watch brought the move", () -> owner(topology).equals("building-2"));
            admin.putMap(everythingAt("building-1", 1));

            Waits.untilAsserted(() -> assertThat(owner(topology)).isEqualTo("building-2"));
            assertThat(topology.map(Tier.BUILDING).get(new Bucket(8)).shard())
                    .isEqualTo("building-1");
        }
    }

    @Test
    void withZooKeeperDeadAProcessServesStartsAndKeepsWhatItLearns() {
        try (ZooKeeperTopology topology = open()) {
            zooKeeper.stop();
            Waits.until("the loss is noticed", () -> !topology.connected());
            topology.learn(Tier.BUILDING, BUCKET, at("building-2", 5));

            assertThat(owner(topology)).isEqualTo("building-2");
            Waits.untilAsserted(() ->
                    assertThat(folder.resolve("registry.json")).content().contains("\"epoch\":5"));
        }
        try (ZooKeeperTopology again = open()) {
            assertThat(again.connected()).isFalse();
            assertThat(again.cluster()).isEqualTo("c1");
            assertThat(owner(again)).isEqualTo("building-2");

            zooKeeper.restart();
            Waits.until("it came back by itself", again::connected);
            Waits.until("what was learnt stands", () -> owner(again).equals("building-2"));
        }
    }

    @Test
    void anInstanceIsAnnouncedAgainAfterZooKeeperCameBack() {
        try (ZooKeeperTopology announcing = open()) {
            announcing.announce(HOSTING);
            try (ZooKeeperTopology other = open()) {
                Waits.until(
                        "it is seen", () -> other.instances("hosting").equals(List.of(HOSTING)));
                zooKeeper.stop();
                Waits.until("the loss is noticed", () -> !other.connected());
                assertThat(other.instances("hosting")).containsExactly(HOSTING);

                zooKeeper.restart();
                Waits.until("it is connected", other::connected);
                Waits.until(
                        "it is seen again",
                        () -> other.instances("hosting").equals(List.of(HOSTING)));
            }
        }
        try (ZooKeeperTopology later = open()) {
            Waits.until("who has closed is gone", () -> later.instances("hosting").isEmpty());
        }
    }

    @Test
    void aWipedRegistryTakesNothingAway() {
        try (ZooKeeperTopology topology = open()) {
            zooKeeper.wipe();
            topology.suspectStale(Tier.BUILDING);

            Waits.always(
                    Duration.ofSeconds(1),
                    "the map stays",
                    () -> topology.map(Tier.BUILDING).placed() == Bucket.COUNT);
        }
    }

    @Test
    void anotherClustersRegistryIsRefused() {
        open().close();
        String other = root + "x";
        try (RegistryAdmin admin = new RegistryAdmin(zooKeeper.connectString(), other)) {
            admin.createCluster("c2");

            assertThatThrownBy(() -> admin.createCluster("c1")).isInstanceOf(PlatException.class);
        }

        assertThatThrownBy(() ->
                        ZooKeeperTopology.open(
                                new RegistrySettings(
                                        zooKeeper.connectString(),
                                        other,
                                        folder,
                                        Set.of(Tier.BUILDING))))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("wrong-cluster");
    }

    private ZooKeeperTopology open() {
        return ZooKeeperTopology.open(
                new RegistrySettings(
                        zooKeeper.connectString(), root, folder, Set.of(Tier.BUILDING)));
    }

    private static String owner(ZooKeeperTopology topology) {
        return topology.map(Tier.BUILDING).get(BUCKET).shard();
    }

    private static Ownership at(String shard, long epoch) {
        return new Ownership(epoch, List.of(shard));
    }

    private static Node node(String name) {
        return new Node(
                Tier.BUILDING, name, "zone-1", 100, Node.State.ACTIVE, "127.0.0.1:1/building");
    }

    private static BucketMap everythingAt(String shard, long epoch) {
        BucketMap map = BucketMap.empty(Tier.BUILDING);
        for (int number = 0; number < Bucket.COUNT; number++) {
            map = map.with(new Bucket(number), at(shard, epoch));
        }
        return map;
    }
}
