package dev.plat.domains.certificate;

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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The domains tier on the servers of a test class. */
public final class OrderTier {

    private static final String CLUSTER = "0d7e6c0b-3f41-4a87-9a20-7b0ff1d5a310";

    private OrderTier() {}

    /** A router that was told everything. */
    public static PostgresRouter open(PostgresServers servers) {
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
        topology.put(placement);
        return PostgresRouter.open(
                Tier.DOMAINS,
                topology,
                PostgresSettings.of("test", "app-pw", "scan-pw")
                        .withPatience(Duration.ofSeconds(5)));
    }

    /** As if the lease of a dead worker had run out, and the time of a next try had come. */
    public static void timePasses(PostgresServers servers) {
        for (PostgresServer server : servers.all()) {
            try (Connection connection = server.connectAsSuperuser();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate(
                        "UPDATE certificate_order SET leased_until = '-infinity', due = now()"
                                + " WHERE ended IS NULL");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
