package dev.plat.building.access;

import dev.plat.chassis.entitlement.Allowances;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Node;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.postgres.RolePasswords;
import dev.plat.router.postgres.ShardSetup;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The building tier on one server. */
public final class BuildingShard {

    private static final String CLUSTER = "6a5a1f0a-50f1-4b64-8d3c-5f0c3f0f7b11";
    private static final RolePasswords PASSWORDS =
            new RolePasswords("owner-pw", "app-pw", "scan-pw", "mover-pw", "copy-pw");

    private BuildingShard() {}

    /** Its router, on a tier without a row; the caller closes it. */
    public static PostgresRouter open(PostgresServers servers) {
        PostgresServer server = servers.first();
        Node node =
                new Node(
                        Tier.BUILDING,
                        "building-1",
                        "zone-a",
                        100,
                        Node.State.ACTIVE,
                        server.address());
        BucketMap placement = BucketMap.firstPlacement(Tier.BUILDING, List.of(node.name()));
        new ShardSetup(server.superuser(), server.superuserPassword(), PASSWORDS)
                .install(CLUSTER, List.of(node), placement);
        MemoryTopology topology = new MemoryTopology(CLUSTER);
        topology.put(node);
        topology.put(placement);
        return PostgresRouter.open(
                Tier.BUILDING,
                topology,
                PostgresSettings.of("test", PASSWORDS.app(), PASSWORDS.scan())
                        .withPatience(Waits.scaled(Duration.ofSeconds(30))));
    }

    /** For what asks nothing of sites. */
    public static SiteAccess access(Allowances allowances) {
        return new SiteAccess(new NoSites(), allowances);
    }

    private static final class NoSites implements SiteRows {

        @Override
        public SiteRow save(SiteRow row) {
            return row;
        }

        @Override
        public Optional<SiteRow> findByBucketAndSiteId(short bucket, UUID siteId) {
            return Optional.empty();
        }
    }
}
