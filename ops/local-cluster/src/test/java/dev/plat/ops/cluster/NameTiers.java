package dev.plat.ops.cluster;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.postgres.RolePasswords;
import dev.plat.router.postgres.ShardSetup;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.schemas.Tier;
import java.util.List;

/** The tiers of domains and hosting, on one server, and in the registry. */
final class NameTiers {

    private static final String CLUSTER = "2b7d3a90-77a1-4b64-8d3c-5f0c3f0f7b22";

    private NameTiers() {}

    static void install(PostgresServer postgres, String zooKeeper) {
        try (RegistryAdmin registry = new RegistryAdmin(zooKeeper, Bootstrap.REGISTRY_ROOT)) {
            registry.createCluster(CLUSTER);
            ShardSetup setup =
                    new ShardSetup(
                            postgres.superuser(),
                            postgres.superuserPassword(),
                            new RolePasswords(
                                    "owner-pw", "app-pw", "scan-pw", "mover-pw", "copy-pw"));
            String server = postgres.address().substring(0, postgres.address().indexOf('/'));
            for (Tier tier : List.of(Tier.DOMAINS, Tier.HOSTING)) {
                Node node =
                        new Node(
                                tier,
                                tier.text() + "-1",
                                "zone-a",
                                100,
                                Node.State.ACTIVE,
                                server + "/" + tier.text());
                BucketMap map = BucketMap.firstPlacement(tier, List.of(node.name()));
                registry.putNode(node);
                registry.putMap(map);
                setup.install(CLUSTER, List.of(node), map);
            }
        }
    }
}
