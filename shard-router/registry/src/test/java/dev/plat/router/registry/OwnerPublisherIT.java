package dev.plat.router.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many write the registry at once; none of them takes it back. */
@Servers(zookeeper = 1, own = true)
class OwnerPublisherIT {

    private final ZooKeeperServer server;

    OwnerPublisherIT(ZooKeeperServer server) {
        this.server = server;
    }

    @BeforeEach
    void place() {
        try (RegistryAdmin admin = admin()) {
            admin.createCluster("c1");
            admin.putMap(BucketMap.firstPlacement(Tier.BUILDING, List.of("a", "b")));
        }
    }

    @AfterEach
    void wipe() {
        server.restart();
        server.wipe();
    }

    @Test
    void aPublishedOwnerIsWrittenInOneRequestOnceTheChunkIsKnown() throws Exception {
        try (RegistryAdmin admin = admin()) {
            var publisher = admin.publisher();
            publisher.publish(Tier.BUILDING, new Bucket(1), at("b", 2));
            long before = writes();

            publisher.publish(Tier.BUILDING, new Bucket(2), at("b", 2));
            publisher.publish(Tier.BUILDING, new Bucket(2), at("b", 2));
            publisher.publish(Tier.BUILDING, new Bucket(2), at("a", 1));

            assertThat(admin.map(Tier.BUILDING).get(new Bucket(1))).isEqualTo(at("b", 2));
            assertThat(admin.map(Tier.BUILDING).get(new Bucket(2))).isEqualTo(at("b", 2));
            assertThat(writes() - before).isEqualTo(1);
        }
    }

    @Test
    void manyWhoWriteOneChunkMergeAndNeverGoBack() throws Exception {
        try (RegistryAdmin one = admin();
                RegistryAdmin two = admin();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var publishers = List.of(one.publisher(), two.publisher(), one.publisher());
            List<Future<?>> writes =
                    IntStream.range(0, 600)
                            .<Future<?>>mapToObj(i ->
                                    threads.submit(() -> {
                                        Bucket bucket = new Bucket(i % 40);
                                        Ownership owner = at("n" + i / 40, 2 + i / 40);
                                        if (i % 7 == 0) {
                                            one.putMap(
                                                    BucketMap.empty(Tier.BUILDING)
                                                            .with(bucket, owner));
                                        } else {
                                            publishers
                                                    .get(i % 3)
                                                    .publish(Tier.BUILDING, bucket, owner);
                                        }
                                    }))
                            .toList();
            for (Future<?> write : writes) {
                write.get();
            }

            BucketMap map = one.map(Tier.BUILDING);
            for (int number = 0; number < 40; number++) {
                assertThat(map.get(new Bucket(number))).isEqualTo(at("n14", 16));
            }
            assertThat(map.get(new Bucket(40))).isEqualTo(at("a", 1));
            assertThat(map.placed()).isEqualTo(Bucket.COUNT);
        }
    }

    @Test
    void anEpochNamesOneOwnerAlsoForWhoPlacesAgain() {
        try (RegistryAdmin admin = admin()) {
            admin.putMap(BucketMap.firstPlacement(Tier.BUILDING, List.of("x", "y", "z")));

            assertThat(admin.map(Tier.BUILDING))
                    .isEqualTo(BucketMap.firstPlacement(Tier.BUILDING, List.of("a", "b")));
        }
    }

    @Test
    void withoutARegistryAPublisherSaysSoAndGoesOnAfterwards() {
        try (RegistryAdmin admin = admin()) {
            var publisher = admin.publisher();
            publisher.publish(Tier.BUILDING, new Bucket(1), at("b", 2));
            server.stop();
            assertThatThrownBy(() -> publisher.publish(Tier.BUILDING, new Bucket(1), at("a", 3)))
                    .isInstanceOf(WorldAway.class);
            server.restart();

            Waits.until("connected", admin::connected);
            publisher.publish(Tier.BUILDING, new Bucket(1), at("a", 3));

            assertThat(admin.map(Tier.BUILDING).get(new Bucket(1))).isEqualTo(at("a", 3));
        }
    }

    @Test
    void aNodeIsAddedOnceChangedUnderCompareAndSetAndRemovedWhenRetired() throws Exception {
        Node node =
                new Node(Tier.BUILDING, "a", "z1", 100, Node.State.ACTIVE, "127.0.0.1:1/building");
        try (RegistryAdmin admin = admin();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(admin.addNode(node)).isTrue();
            admin.changeNode(Tier.BUILDING, "a", found -> as(found, Node.State.DRAINING, 100));
            assertThat(admin.addNode(node)).isFalse();
            assertThat(admin.nodes(Tier.BUILDING))
                    .containsExactly(as(node, Node.State.DRAINING, 100));

            List<Future<Node>> changes =
                    IntStream.range(0, 30)
                            .mapToObj(_ ->
                                    threads.submit(() ->
                                            admin.changeNode(
                                                    Tier.BUILDING,
                                                    "a",
                                                    n -> as(n, n.state(), n.weight() + 1))))
                            .toList();
            for (Future<Node> change : changes) {
                change.get();
            }
            assertThat(admin.nodes(Tier.BUILDING).getFirst().weight()).isEqualTo(130);

            assertThatThrownBy(() -> admin.removeNode(Tier.BUILDING, "a"))
                    .isInstanceOfSatisfying(
                            PlatException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED));
            admin.changeNode(Tier.BUILDING, "a", n -> as(n, Node.State.RETIRED, 1));
            assertThat(admin.removeNode(Tier.BUILDING, "a")).isTrue();
            assertThat(admin.removeNode(Tier.BUILDING, "a")).isFalse();
            assertThatThrownBy(() -> admin.changeNode(Tier.BUILDING, "a", n -> n))
                    .isInstanceOfSatisfying(
                            PlatException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
    }

    /** How often chunks were written since they were made. */
    private long writes() throws Exception {
        try (RegistrySession session = RegistrySession.open(server.connectString(), "/plat")) {
            long writes = 0;
            for (int chunk = 0; chunk < Layout.CHUNKS; chunk++) {
                String path = session.layout().chunk(Tier.BUILDING, chunk);
                writes += session.read(path).orElseThrow().stat().getVersion();
            }
            return writes;
        }
    }

    private static Node as(Node node, Node.State state, int weight) {
        return new Node(node.tier(), node.name(), node.zone(), weight, state, node.address());
    }

    private static Ownership at(String shard, long epoch) {
        return new Ownership(epoch, List.of(shard));
    }

    private RegistryAdmin admin() {
        return new RegistryAdmin(server.connectString(), "/plat");
    }
}
