package dev.plat.domains;

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

/** The domains tier on the servers of a test class. */
public final class DomainsTier {

    public static final String CLUSTER = "6a5a1f0a-50f1-4b64-8d3c-5f0c3f0f7b11";

    private DomainsTier() {}

    /** A router that was told everything. */
    public static PostgresRouter open(PostgresServers servers) {
        return PostgresRouter.open(
                Tier.DOMAINS,
                topology(servers),
                PostgresSettings.of("test", "app-pw", "scan-pw")
                        .withPatience(Duration.ofSeconds(20)));
    }

    /** Makes the servers into shards, or leaves them as they are; neighbouring buckets apart. */
    public static MemoryTopology topology(PostgresServers servers) {
        List<Node> nodes = new ArrayList<>();
        for (PostgresServer server : servers.all()) {
            nodes.add(
                    new Node(
                            Tier.DOMAINS,
                            "domains-" + (nodes.size() + 1),
                            "zone-a",
                            100,
                            Node.State.ACTIVE,
                            server.address()));
        }
        BucketMap placement =
                BucketMap.firstPlacement(Tier.DOMAINS, nodes.stream().map(Node::name).toList());
        PostgresServer any = servers.first();
        new ShardSetup(
                        any.superuser(),
                        any.superuserPassword(),
                        new RolePasswords("owner-pw", "app-pw", "scan-pw", "mover-pw", "copy-pw"))
                .install(CLUSTER, nodes, placement);
        MemoryTopology topology = new MemoryTopology(CLUSTER);
        nodes.forEach(topology::put);
        return topology.put(placement);
    }
}
