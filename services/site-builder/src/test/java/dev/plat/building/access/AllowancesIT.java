package dev.plat.building.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.chassis.entitlement.Allowance;
import dev.plat.chassis.entitlement.Allowance.State;
import dev.plat.chassis.entitlement.Allowances;
import dev.plat.chassis.entitlement.FreePlan;
import dev.plat.chassis.entitlement.FreePlan.Told;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.security.SecureRandom;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the payments service says of an account counts, in whatever order it comes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Servers(postgres = 1, postgresVersion = 18, tier = "building")
final class AllowancesIT {

    private static final long UNTOLD = 1;

    private final PostgresRouter router;
    private final IdGenerator ids = new IdGenerator(() -> this.now, new SecureRandom());
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");

    AllowancesIT(PostgresServers servers) {
        router = BuildingShard.open(servers);
    }

    @AfterAll
    void close() {
        router.close();
    }

    @BeforeEach
    void nothingWasTold() {
        router.write(
                Bucket.ofName("free"),
                tx -> {
                    try (Statement delete = tx.connection().createStatement()) {
                        return delete.executeUpdate("DELETE FROM free_plan");
                    }
                });
    }

    private Id account() {
        return ids.next(IdKind.ACCOUNT, new Bucket(7));
    }

    private void later() {
        now = now.plusSeconds(3);
    }

    private FreePlan plan(Supplier<Told> payments) {
        return new FreePlan(router, payments, UNTOLD);
    }

    private static Told away() {
        throw new PlatException(ErrorCode.TRY_AGAIN, "payments is away");
    }

    private static Told told(long version, long sites) {
        return new Told(version, Map.of("sites", sites));
    }

    private static Allowance active(String plan, long sites) {
        return new Allowance(plan, State.ACTIVE, OptionalLong.of(sites));
    }

    @Test
    void theHigherVersionCounts() {
        Id account = account();
        Allowances allowances = new Allowances(router, () -> now, () -> active("free", 3));
        SiteAccess access = BuildingShard.access(allowances);

        allowances.keep(account, 2, "pro", "active", 10L);
        assertThat(allowances.of(account)).isEqualTo(active("pro", 10));
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
        assertThat(access.allowance(account).sites()).isEmpty();
    }

    @Test
    void whoNeverPaidHasTheFreePlanAndWhoPaysHasMore() {
        Id account = account();
        FreePlan free = plan(() -> told(1, 3));
        free.look();
        Allowances allowances = new Allowances(router, () -> now, free);
        assertThat(allowances.of(account)).isEqualTo(active("free", 3));

        allowances.keep(account, 1, "pro", "active", 25L);
        assertThat(allowances.of(account)).isEqualTo(active("pro", 25));

        // What the free plan was when the account came back to it is not what it is.
        allowances.keep(account, 2, "free", "active", 3L);
        plan(() -> told(2, 5)).look();
        FreePlan later = plan(AllowancesIT::away);
        assertThat(new Allowances(router, () -> now, later).of(account))
                .isEqualTo(active("free", 5));
    }

    @Test
    void theFreePlanIsKnownWhilePaymentsIsAway() {
        plan(() -> told(7, 3)).look();

        FreePlan restarted = plan(AllowancesIT::away);
        assertThatThrownBy(restarted::look).hasMessageContaining("payments is away");
        assertThat(restarted.get()).isEqualTo(active("free", 3));
    }

    @Test
    void anOlderCatalogueTakesNothingBack() {
        FreePlan free = plan(() -> told(9, 4));
        free.look();
        plan(() -> told(8, 2)).look();
        free.look();
        assertThat(free.get()).isEqualTo(active("free", 4));

        plan(() -> new Told(10, Map.of())).look();
        free.look();
        assertThat(free.get().sites()).as("a later one does: not limited").isEmpty();
    }

    @Test
    void beforeAnythingWasToldAnAccountMayBeginAndNoMore() {
        Allowance before = plan(AllowancesIT::away).get();
        assertThat(before.sites()).hasValue(UNTOLD);
        assertThatCode(before::requireWriting).doesNotThrowAnyException();
    }
}
