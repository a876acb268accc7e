package dev.plat.checkout;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Node;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.postgres.RolePasswords;
import dev.plat.router.postgres.ShardSetup;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.List;

/** A server as checkout's only shard. */
public final class CheckoutTier {

    private static final String CLUSTER = "6a5a1f0a-50f1-4b64-8d3c-5f0c3f0f7b12";
    private static final RolePasswords PASSWORDS =
            new RolePasswords("owner-pw", "app-pw", "scan-pw", "mover-pw", "copy-pw");

    private CheckoutTier() {}

    /** Makes it so, and tells ZooKeeper, for a process that finds it there. */
    public static void publish(PostgresServer server, String zooKeeper) {
        Node node = node(server);
        BucketMap placement = install(server, node);
        try (RegistryAdmin registry = new RegistryAdmin(zooKeeper, "/plat")) {
            registry.createCluster(CLUSTER);
            registry.addNode(node);
            registry.putMap(placement);
        }
    }

    private static Node node(PostgresServer server) {
        return new Node(
                Tier.CHECKOUT, "checkout-1", "zone-a", 100, Node.State.ACTIVE, server.address());
    }

    private static BucketMap install(PostgresServer server, Node node) {
        BucketMap placement = BucketMap.firstPlacement(Tier.CHECKOUT, List.of(node.name()));
        new ShardSetup(server.superuser(), server.superuserPassword(), PASSWORDS)
                .install(CLUSTER, List.of(node), placement);
        return placement;
    }

    public static PostgresRouter open(PostgresServer server) {
        Node node = node(server);
        BucketMap placement = install(server, node);
        MemoryTopology topology = new MemoryTopology(CLUSTER);
        topology.put(node);
        topology.put(placement);
        return PostgresRouter.open(
                Tier.CHECKOUT,
                topology,
                PostgresSettings.of("test", PASSWORDS.app(), PASSWORDS.scan())
                        .withPatience(Waits.scaled(Duration.ofSeconds(30))));
    }
}
