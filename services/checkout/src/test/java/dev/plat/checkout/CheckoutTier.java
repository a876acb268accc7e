package dev.plat.checkout;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Node;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.postgres.RolePasswords;
import dev.plat.router.postgres.ShardSetup;
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

    public static PostgresRouter open(PostgresServer server) {
        Node node =
                new Node(
                        Tier.CHECKOUT,
                        "checkout-1",
                        "zone-a",
                        100,
                        Node.State.ACTIVE,
                        server.address());
        BucketMap placement = BucketMap.firstPlacement(Tier.CHECKOUT, List.of(node.name()));
        new ShardSetup(server.superuser(), server.superuserPassword(), PASSWORDS)
                .install(CLUSTER, List.of(node), placement);
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
