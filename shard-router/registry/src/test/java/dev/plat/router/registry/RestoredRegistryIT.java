package dev.plat.router.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.move.OwnerPublisher;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.testkit.EmbeddedZooKeeper;
import dev.plat.router.testkit.Ports;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ZooKeeper that comes back with the disk of yesterday. */
class RestoredRegistryIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Bucket EARLY = new Bucket(1);
    private static final Bucket LATE = new Bucket(2);

    @TempDir Path folder;

    @Test
    void anOldStateTakesNoEpochBackAndWhoKnowsBetterMayWriteOnIt() throws IOException {
        int port = Ports.free();
        EmbeddedZooKeeper server = EmbeddedZooKeeper.start(folder.resolve("zk"), port);
        try (RegistryAdmin admin = new RegistryAdmin(server.connectString(), "/plat")) {
            OwnerPublisher publisher = admin.publisher();
            admin.createCluster("c1");
            admin.putMap(BucketMap.firstPlacement(Tier.BUILDING, List.of("a", "b")));
            publisher.publish(Tier.BUILDING, EARLY, at("c", 2));
            server.close();
            copy(folder.resolve("zk"), folder.resolve("yesterday"));
            server = EmbeddedZooKeeper.start(folder.resolve("zk"), port);
            Waits.until(LONG, "written", () -> published(publisher, LATE, at("c", 5)));
            // Much more, so that yesterday's server has seen less than its clients.
            for (int number = 100; number < 300; number++) {
                publisher.publish(Tier.BUILDING, new Bucket(number), at("c", 3));
            }
            try (ZooKeeperTopology topology = open(port)) {
                Waits.until("followed", () -> owner(topology, LATE).equals(at("c", 5)));

                server.close();
                server = EmbeddedZooKeeper.start(folder.resolve("yesterday"), port);

                Waits.until(LONG, "lost", () -> !topology.connected() || admin.connected());
                Waits.until(LONG, "written on it", () -> published(publisher, EARLY, at("a", 7)));
                Waits.until(LONG, "followed", () -> owner(topology, EARLY).equals(at("a", 7)));
                assertThat(owner(topology, LATE)).isEqualTo(at("c", 5));
                assertThat(owner(topology, new Bucket(299))).isEqualTo(at("c", 3));

                // What the registry has forgotten comes back from whoever knows it.
                admin.putMap(topology.map(Tier.BUILDING));
                assertThat(admin.map(Tier.BUILDING)).isEqualTo(topology.map(Tier.BUILDING));
            }
        } finally {
            server.close();
        }
    }

    private static boolean published(OwnerPublisher publisher, Bucket bucket, Ownership owner) {
        try {
            publisher.publish(Tier.BUILDING, bucket, owner);
            return true;
        } catch (WorldAway e) {
            return false;
        }
    }

    private static Ownership owner(ZooKeeperTopology topology, Bucket bucket) {
        return topology.map(Tier.BUILDING).get(bucket);
    }

    private static Ownership at(String shard, long epoch) {
        return new Ownership(epoch, List.of(shard));
    }

    private ZooKeeperTopology open(int port) {
        return ZooKeeperTopology.open(
                new RegistrySettings(
                        "127.0.0.1:" + port,
                        "/plat",
                        folder.resolve("snapshot"),
                        Set.of(Tier.BUILDING)));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }
}
