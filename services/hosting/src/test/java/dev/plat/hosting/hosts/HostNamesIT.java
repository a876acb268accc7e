package dev.plat.hosting.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plat.hosting.feed.FeedSql;
import dev.plat.hosting.publish.HostingTier;
import dev.plat.hosting.publish.SiteLiveSql;
import dev.plat.hosting.publish.SiteRow;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Servers(postgres = 2, tier = "hosting")
class HostNamesIT {

    private final PostgresServers servers;
    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random());
    private final Id owner = ids.nextAnywhere(IdKind.ACCOUNT);
    private final Id site = ids.nextAnywhere(IdKind.SITE);
    private final String slug = "s" + site.toString().substring(20);
    private final String host = slug + ".sites.test";
    private final HostRules rules = new HostRules("sites.test");
    private final SiteLiveSql sites = new SiteLiveSql();
    private Router router;
    private HostNames hosts;
    private HostNames hasty;

    HostNamesIT(PostgresServers servers) {
        this.servers = servers;
    }

    @BeforeEach
    void start() {
        router = HostingTier.open(servers);
        hosts = new HostNames(router, rules, sites, new FeedSql());
        hasty = new HostNames(router, rules, sites, new FeedSql(), Duration.ZERO);
    }

    @AfterEach
    void stop() {
        router.close();
    }

    @Test
    void aNameIsOneSitesFromTheReservationOn() {
        Id other = ids.nextAnywhere(IdKind.SITE);

        assertThat(hosts.reserve(host, site)).isFalse();
        assertThat(hosts.reserve(host, site)).isFalse();
        assertThat(code(() -> hosts.reserve(host, other))).isEqualTo(ErrorCode.SLUG_TAKEN);
        assertThat(code(() -> hosts.confirm(host, other, owner))).isEqualTo(ErrorCode.SLUG_TAKEN);
        assertThat(row()).isEmpty();

        hosts.confirm(host, site, owner);
        hosts.confirm(host, site, owner);
        assertThat(hosts.reserve(host, site)).isTrue();
        assertThat(row())
                .hasValueSatisfying(row -> {
                    assertThat(row.host()).isEqualTo(host);
                    assertThat(row.owner()).isEqualTo(owner);
                    assertThat(row.generation()).isZero();
                });
        assertThat(code(() -> hosts.confirm("x" + host, site, owner)))
                .isEqualTo(ErrorCode.SLUG_TAKEN);
    }

    @Test
    void anExpiredReservationIsConfirmedWhenItsSiteWasWrittenAndFreedWhenItWasNot() {
        Id never = ids.nextAnywhere(IdKind.SITE);
        hasty.reserve(host, site);
        hasty.reserve("x" + host, never);
        Map<Id, SiteDirectory.Known> written = new HashMap<>();
        written.put(site, new SiteDirectory.Known(owner, slug));
        ReservationSweeper sweeper =
                new ReservationSweeper(
                        router, hosts, rules, id -> Optional.ofNullable(written.get(id)));

        Waits.until(
                "the written site is confirmed",
                () -> {
                    sweeper.sweep();
                    return row().isPresent();
                });
        // Anybody may have the name that was freed.
        Id other = ids.nextAnywhere(IdKind.SITE);
        Waits.untilAsserted(() -> assertThat(hosts.reserve("x" + host, other)).isFalse());

        assertThat(hosts.reserve(host, site)).isTrue();
    }

    @Test
    void whenTheDirectoryCannotTellTheNameStaysHeld() {
        hasty.reserve(host, site);
        ReservationSweeper sweeper =
                new ReservationSweeper(
                        router,
                        hosts,
                        rules,
                        _ -> {
                            throw new PlatException(ErrorCode.TRY_AGAIN, "Down in this test.");
                        });

        sweeper.sweep();

        assertThat(code(() -> hosts.reserve(host, ids.nextAnywhere(IdKind.SITE))))
                .isEqualTo(ErrorCode.SLUG_TAKEN);
    }

    private Optional<SiteRow> row() {
        return router.read(site, tx -> sites.find(tx, site));
    }

    private static ErrorCode code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(PlatException.class, call).code();
    }
}
