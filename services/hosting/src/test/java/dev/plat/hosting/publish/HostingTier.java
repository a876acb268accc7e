package dev.plat.hosting.publish;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Node;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.postgres.RolePasswords;
import dev.plat.router.postgres.ShardSetup;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The hosting tier on the servers of a test class. */
public final class HostingTier {

    public static final String CLUSTER = "6a5a1f0a-50f1-4b64-8d3c-5f0c3f0f7b11";

    private HostingTier() {}

    /** A router that was told everything. */
    public static PostgresRouter open(PostgresServers servers) {
        List<Node> nodes = install(servers);
        MemoryTopology topology = new MemoryTopology(CLUSTER);
        nodes.forEach(topology::put);
        topology.put(placement(nodes));
        return PostgresRouter.open(
                Tier.HOSTING,
                topology,
                PostgresSettings.of("test", "app-pw", "scan-pw")
                        .withPatience(Duration.ofSeconds(5)));
    }

    /** Makes the servers into shards, or leaves them as they are. */
    public static List<Node> install(PostgresServers servers) {
        List<Node> nodes = new ArrayList<>();
        for (PostgresServer server : servers.all()) {
            nodes.add(
                    new Node(
                            Tier.HOSTING,
                            "hosting-" + (nodes.size() + 1),
                            "zone-a",
                            100,
                            Node.State.ACTIVE,
                            server.address()));
        }
        PostgresServer any = servers.first();
        new ShardSetup(
                        any.superuser(),
                        any.superuserPassword(),
                        new RolePasswords("owner-pw", "app-pw", "scan-pw", "mover-pw", "copy-pw"))
                .install(CLUSTER, nodes, placement(nodes));
        return nodes;
    }

    public static BucketMap placement(List<Node> nodes) {
        return BucketMap.firstPlacement(Tier.HOSTING, nodes.stream().map(Node::name).toList());
    }
}
