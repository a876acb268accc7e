package dev.plat.ops.sandbox.registry;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Node;
import dev.plat.router.core.Router;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.postgres.RolePasswords;
import dev.plat.router.postgres.ShardSetup;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.List;

/** The domains tier on one PostgreSQL server. */
final class DomainsShard {

    private static final String CLUSTER = "0b1f6f5e-3c1e-4f6a-9d27-7f5f1b0e6a21";

    private DomainsShard() {}

    /** Makes the server the tier's shard, and tells ZooKeeper of it. */
    static void publish(PostgresServer server, String zooKeeper) {
        Node node = node(server);
        BucketMap placement = install(server, node);
        try (RegistryAdmin registry = new RegistryAdmin(zooKeeper, "/plat")) {
            registry.createCluster(CLUSTER);
            registry.addNode(node);
            registry.putMap(placement);
        }
    }

    /** One more tier of that cluster, in a database of its own. */
    static void publish(Tier tier, PostgresServer server, String zooKeeper) {
        String database = server.database() + "_" + tier.text();
        Node node =
                new Node(
                        tier,
                        tier.text() + "-1",
                        "zone-a",
                        100,
                        Node.State.ACTIVE,
                        server.address(database));
        BucketMap placement = install(server, node);
        try (RegistryAdmin registry = new RegistryAdmin(zooKeeper, "/plat")) {
            registry.addNode(node);
            registry.putMap(placement);
        }
    }

    private static Node node(PostgresServer server) {
        return new Node(
                Tier.DOMAINS, "domains-1", "zone-a", 100, Node.State.ACTIVE, server.address());
    }

    private static BucketMap install(PostgresServer server, Node node) {
        BucketMap placement = BucketMap.firstPlacement(node.tier(), List.of(node.name()));
        new ShardSetup(
                        server.superuser(),
                        server.superuserPassword(),
                        new RolePasswords("owner-pw", "app-pw", "scan-pw", "mover-pw", "copy-pw"))
                .install(CLUSTER, List.of(node), placement);
        return placement;
    }

    static Router open(PostgresServer server) {
        Node node = node(server);
        BucketMap placement = install(server, node);
        MemoryTopology topology = new MemoryTopology(CLUSTER);
        topology.put(node);
        topology.put(placement);
        return PostgresRouter.open(
                Tier.DOMAINS,
                topology,
                PostgresSettings.of("test", "app-pw", "scan-pw")
                        .withPatience(Duration.ofSeconds(20)));
    }
}
