package dev.plat.chassis;

import dev.plat.chassis.data.ScopedRouter;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Node;
import dev.plat.router.core.Router;
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

/** The building tier on the servers of a test class. */
public final class BuildingTier {

    private BuildingTier() {}

    /** A router that was told everything. */
    public static Router open(PostgresServers servers) {
        List<Node> nodes = new ArrayList<>();
        for (PostgresServer server : servers.all()) {
            nodes.add(
                    new Node(
                            Tier.BUILDING,
                            "building-" + (nodes.size() + 1),
                            "zone-a",
                            100,
                            Node.State.ACTIVE,
                            server.address()));
        }
        BucketMap placement =
                BucketMap.firstPlacement(Tier.BUILDING, nodes.stream().map(Node::name).toList());
        PostgresServer any = servers.first();
        new ShardSetup(
                        any.superuser(),
                        any.superuserPassword(),
                        new RolePasswords("owner-pw", "app-pw", "scan-pw", "mover-pw", "copy-pw"))
                .install(TestProcess.CLUSTER, nodes, placement);
        MemoryTopology topology = new MemoryTopology(TestProcess.CLUSTER);
        nodes.forEach(topology::put);
        topology.put(placement);
        return new ScopedRouter(
                PostgresRouter.open(
                        Tier.BUILDING,
                        topology,
                        PostgresSettings.of("test", "app-pw", "scan-pw")
                                .withPatience(Duration.ofSeconds(5))));
    }
}
