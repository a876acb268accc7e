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
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Servers(zookeeper = 1, own = true)
class RegistryOutageIT {

    private static final String CLUSTER = "0d3f2c62-6a43-4d2b-9f9e-3f7f6d0c1e55";
    private static final Bucket BUCKET = new Bucket(4095);
    private static final Instance HOSTING =
            new Instance("hosting", "hosting-1", "127.0.0.1:9", Instant.ofEpochSecond(1));

    private final ZooKeeperServer server;
    @TempDir Path folder;

    RegistryOutageIT(ZooKeeperServer server) {
        this.server = server;
    }

    @BeforeEach
    void fill() {
        server.restart();
        createCluster();
    }

    @AfterEach
    void empty() {
        server.restart();
        server.wipe();
    }

    @Test
    void whatAnAdminWritesIsSeenByEverybody() {
        try (ZooKeeperTopology topology = open("a")) {
            assertThat(topology.cluster()).isEqualTo(CLUSTER);
            assertThat(topology.map(Tier.BUILDING).get(BUCKET).shard()).isEqualTo("building-2");
            assertThat(topology.nodes(Tier.BUILDING))
                    .extracting(Node::name)
                    .containsExactly("building-1", "building-2");

            put(new Ownership(2, List.of("building-1")));

            Waits.untilAsserted(() ->
                    assertThat(topology.map(Tier.BUILDING).get(BUCKET))
                            .isEqualTo(new Ownership(2, List.of("building-1"))));
        }
    }

    @Test
    void aMapsContentNeverGoesBack() {
        put(new Ownership(5, List.of("building-1")));
        put(new Ownership(3, List.of("building-2")));

        try (ZooKeeperTopology topology = open("a")) {
            assertThat(topology.map(Tier.BUILDING).get(BUCKET).epoch()).isEqualTo(5);
        }
    }

    @Test
    void whileZooKeeperIsAwayEverythingIsKeptAndAfterwardsFollowedAgain() {
        try (ZooKeeperTopology topology = open("a");
                ZooKeeperTopology other = open("b")) {
            other.announce(HOSTING);
            Waits.until("seen", () -> topology.instances("hosting").contains(HOSTING));

            server.stop();

            Waits.until("noticed", () -> !topology.connected());
            assertThat(topology.map(Tier.BUILDING).placed()).isEqualTo(Bucket.COUNT);
            assertThat(topology.instances("hosting")).containsExactly(HOSTING);

            server.restart();
            put(new Ownership(2, List.of("building-1")));

            Waits.until("again", topology::connected);
            Waits.until("followed", () -> topology.map(Tier.BUILDING).get(BUCKET).epoch() == 2);
            assertThat(topology.instances("hosting")).containsExactly(HOSTING);
        }
    }

    @Test
    void aProcessStartsFromDiskWhileZooKeeperIsDead() {
        open("a").close();
        server.stop();
        long start = System.nanoTime();

        try (ZooKeeperTopology topology = open("a")) {
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Waits.scaled(Duration.ofSeconds(4)));
            assertThat(topology.connected()).isFalse();
            assertThat(topology.cluster()).isEqualTo(CLUSTER);
            assertThat(topology.map(Tier.BUILDING).placed()).isEqualTo(Bucket.COUNT);
            assertThat(topology.nodes(Tier.BUILDING)).hasSize(2);
            topology.announce(HOSTING);

            server.restart();

            Waits.until(
                    Duration.ofSeconds(40),
                    "announced when ZooKeeper came",
                    () -> topology.instances("hosting").contains(HOSTING));
        }
    }

    @Test
    void whatADatabaseTaughtOutlivesTheProcess() {
        Ownership told = new Ownership(9, List.of("building-1"));
        try (ZooKeeperTopology topology = open("a")) {
            topology.learn(Tier.BUILDING, BUCKET, told);
            assertThat(topology.map(Tier.BUILDING).get(BUCKET)).isEqualTo(told);
        }
        server.stop();

        try (ZooKeeperTopology topology = open("a")) {
            assertThat(topology.map(Tier.BUILDING).get(BUCKET)).isEqualTo(told);
        }
    }

    @Test
    void aWipedRegistryChangesNothingForThoseWhoKnow() {
        try (ZooKeeperTopology topology = open("a")) {
            server.wipe();
            topology.suspectStale(Tier.BUILDING);

            Waits.always(
                    Duration.ofSeconds(1),
                    "keeps what it knew",
                    () ->
                            topology.map(Tier.BUILDING).placed() == Bucket.COUNT
                                    && topology.nodes(Tier.BUILDING).size() == 2);

            createCluster();
            put(new Ownership(2, List.of("building-1")));
            Waits.until(
                    "follows the new one",
                    () -> topology.map(Tier.BUILDING).get(BUCKET).epoch() == 2);
        }
    }

    @Test
    void anAnnouncementComesBackWhenItsSessionOrItsNodeIsLost() throws Exception {
        try (ZooKeeperTopology topology = open("a");
                ZooKeeperTopology other = open("b")) {
            other.announce(HOSTING);
            Waits.until("seen", () -> topology.instances("hosting").contains(HOSTING));
            String path = new Layout("/plat").instance("hosting", "hosting-1");
            long before = owner(path);

            other.loseSession();

            Waits.until(Duration.ofSeconds(40), "by another session", () -> owner(path) != before);
            Waits.until("seen", () -> topology.instances("hosting").contains(HOSTING));
        }
        try (ZooKeeperTopology topology = open("a")) {
            Waits.until("gone with its process", () -> topology.instances("hosting").isEmpty());
        }
    }

    @Test
    void anotherClustersRegistryIsRefused() {
        open("a").close();
        server.wipe();
        try (RegistryAdmin admin = new RegistryAdmin(server.connectString(), "/plat")) {
            admin.createCluster("11111111-6a43-4d2b-9f9e-3f7f6d0c1e55");
            assertThatThrownBy(() -> admin.createCluster(CLUSTER))
                    .isInstanceOfSatisfying(
                            PlatException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_CLUSTER));
        }

        assertThatThrownBy(() -> open("a"))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_CLUSTER));
    }

    private long owner(String path) throws Exception {
        try (var client = ZooKeeperClient.start(server.connectString())) {
            var found = client.checkExists().forPath(path);
            return found == null ? 0 : found.getEphemeralOwner();
        }
    }

    private ZooKeeperTopology open(String process) {
        return ZooKeeperTopology.open(
                new RegistrySettings(
                        server.connectString(),
                        "/plat",
                        folder.resolve(process),
                        Set.of(Tier.BUILDING)));
    }

    private void createCluster() {
        try (RegistryAdmin admin = new RegistryAdmin(server.connectString(), "/plat")) {
            admin.createCluster(CLUSTER);
            for (String name : List.of("building-1", "building-2")) {
                admin.putNode(
                        new Node(
                                Tier.BUILDING,
                                name,
                                "zone-1",
                                100,
                                Node.State.ACTIVE,
                                "127.0.0.1:1/building"));
            }
            admin.putMap(
                    BucketMap.firstPlacement(Tier.BUILDING, List.of("building-1", "building-2")));
            assertThat(admin.cluster()).isEqualTo(CLUSTER);
        }
    }

    private void put(Ownership ownership) {
        try (RegistryAdmin admin = new RegistryAdmin(server.connectString(), "/plat")) {
            admin.putMap(BucketMap.empty(Tier.BUILDING).with(BUCKET, ownership));
        }
    }
}
