package dev.plat.building.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.building.access.BuildingShard;
import dev.plat.chassis.entitlement.Allowances;
import dev.plat.chassis.entitlement.FreePlan;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Paying raises how many sites an account may have, and no limit takes one away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Servers(postgres = 1, postgresVersion = 18, tier = "building")
final class SiteLimitIT {

    private static final long FREE = 3;

    private final PostgresRouter router;
    private final Allowances allowances;
    private final MySites mySites;
    private final SiteLimit limit;
    private final IdGenerator ids;
    private Instant now = Instant.parse("2027-01-01T00:00:00Z");
    private Id account;

    SiteLimitIT(PostgresServers servers) {
        router = BuildingShard.open(servers);
        FreePlan free = new FreePlan(router, () -> new FreePlan.Told(1, Map.of("sites", FREE)), 1);
        free.look();
        allowances = new Allowances(router, () -> now, free);
        mySites = new MySites(router);
        limit = new SiteLimit(BuildingShard.access(allowances), mySites);
        ids = new IdGenerator(() -> now, new SecureRandom());
        account = ids.next(IdKind.ACCOUNT, new Bucket(7));
        account = ids.next(IdKind.ACCOUNT, new Bucket(7));
    }

    @AfterAll
    void close() {
        router.close();
    }

    @BeforeEach
    void somebodyElse() {
        account = ids.next(IdKind.ACCOUNT, new Bucket(7));
    }

    private Id another() {
        return ids.nextAnywhere(IdKind.SITE);
    }

    private Id made(long number) {
        limit.require(account, another());
        Id site = another();
        mySites.accept(
                site.bucket(),
                Map.of(
                        "owner",
                        account.toString(),
                        "site",
                        site.toString(),
                        "slug",
                        "slug-" + number,
                        "title",
                        "title"));
        return site;
    }

    private void told(long version, String plan, String state, long sites) {
        allowances.keep(account, version, plan, state, sites);
        now = now.plusSeconds(3);
    }

    private void refused(String words) {
        assertThatThrownBy(() -> limit.require(account, another()))
                .hasMessageContaining("plan-limit")
                .hasMessageContaining(words);
    }

    @Test
    void payingRaisesItAndCancellingTakesNoSite() {
        for (long i = 0; i < FREE; i++) {
            made(i);
        }
        refused("Your plan, free, has room for 3 sites, and you have them.");

        told(1, "pro", "active", 25);
        made(FREE);
        Id fifth = made(FREE + 1);

        told(2, "free", "active", FREE);
        refused("What you have stays; another plan has room for more.");
        assertThat(mySites.list(account)).hasSize((int) FREE + 2);
        assertThatCode(() -> limit.require(account, fifth))
                .as("a repeat of what made it")
                .doesNotThrowAnyException();
    }

    @Test
    void whoDoesNotPayMakesNothingNew() {
        told(1, "pro", "past-due", 25);
        made(0);
        told(2, "pro", "read-only", 25);
        refused("The plan is not paid");
    }
}
