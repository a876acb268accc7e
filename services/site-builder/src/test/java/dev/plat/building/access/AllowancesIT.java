package dev.plat.building.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.chassis.entitlement.Allowance;
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
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Tier;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the payments service says of an account counts, in whatever order it comes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Servers(postgres = 1, postgresVersion = 18, tier = "building")
final class AllowancesIT {

    private static final String CLUSTER = "6a5a1f0a-50f1-4b64-8d3c-5f0c3f0f7b11";
    private static final RolePasswords PASSWORDS =
            new RolePasswords("owner-pw", "app-pw", "scan-pw", "mover-pw", "copy-pw");

    private final PostgresRouter router;
    private final Allowances allowances;
    private final SiteAccess access;
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private final Id account;

    AllowancesIT(PostgresServers servers) {
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
        router =
                PostgresRouter.open(
                        Tier.BUILDING,
                        topology,
                        PostgresSettings.of("test", PASSWORDS.app(), PASSWORDS.scan())
                                .withPatience(Waits.scaled(Duration.ofSeconds(30))));
        allowances = new Allowances(router, () -> now);
        access = new SiteAccess(new NoSites(), allowances);
        account =
                new IdGenerator(() -> now, new SecureRandom()).next(IdKind.ACCOUNT, new Bucket(7));
    }

    /** Of sites nothing is asked here. */
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

    @AfterAll
    void close() {
        router.close();
    }

    private void later() {
        now = now.plusSeconds(3);
    }

    @Test
    void theHigherVersionCounts() {
        assertThat(allowances.of(account)).isEqualTo(Allowance.EVERYBODY);
        assertThat(access.sitesMost(account, 500)).isEqualTo(500);

        allowances.keep(account, 2, "pro", "active", 10L);
        assertThat(allowances.of(account))
                .isEqualTo(new Allowance("pro", false, OptionalLong.of(10)));
        assertThat(access.sitesMost(account, 500)).isEqualTo(10);
        allowances.keep(account, 1, "free", "active", 1L);
        allowances.keep(account, 2, "free", "active", 1L);
        assertThat(allowances.of(account).plan()).isEqualTo("pro");
        assertThatCode(() -> access.requireWriting(account)).doesNotThrowAnyException();

        allowances.keep(account, 3, "pro", "read-only", 10L);
        assertThatThrownBy(() -> access.requireWriting(account))
                .hasMessageContaining("plan-limit")
                .hasMessageContaining("What is published stays");
        // Years go by without a word, and nothing changes.
        now = now.plus(Duration.ofDays(3_650));
        assertThatThrownBy(() -> access.requireWriting(account)).hasMessageContaining("plan-limit");

        allowances.keep(account, 4, "pro", "active", null);
        later();
        assertThatCode(() -> access.requireWriting(account)).doesNotThrowAnyException();
        assertThat(access.sitesMost(account, 500)).isEqualTo(500);
    }
}
