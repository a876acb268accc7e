package dev.plat.domains.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plat.domains.DomainsTier;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How much an account may ask for, counted in its own bucket. */
@Servers(postgres = 2, tier = "domains")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimLimitsIT {

    private Router router;
    private World world;
    private Id ann;

    @BeforeAll
    void open(PostgresServers servers) {
        router = DomainsTier.open(servers);
    }

    @BeforeEach
    void start() {
        world = new World(router, new Random());
        ann = world.account();
    }

    @AfterAll
    void close() {
        router.close();
    }

    @Test
    void tenNewNamesAnHourAlsoWhenTheyAreAskedForAtOnce() throws Exception {
        List<Future<Boolean>> asked = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 14; i++) {
                String name = "hour" + i + ".test";
                asked.add(pool.submit(() -> refused(name) == null));
            }
        }
        int granted = 0;
        for (Future<Boolean> one : asked) {
            granted += one.get() ? 1 : 0;
        }
        assertThat(granted).isEqualTo(10);

        assertThat(refused("hour99.test"))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        refused ->
                                assertThat(refused.facts())
                                        .containsEntry("retryAfterSeconds", 3600L));
        assertThat(refused("hour99.test")).isNotNull();
        world.later(Duration.ofHours(1));
        assertThat(refused("hour99.test")).isNull();
    }

    @Test
    void fiftyOpenClaimsAndOneMoreWhenOneIsReleased() {
        for (int i = 0; i < 50; i++) {
            if (i % 10 == 0) {
                world.later(Duration.ofHours(2));
            }
            // Each of its sites takes some of the names.
            Id site = i % 15 == 0 ? world.site(ann) : world.siteOf(ann);
            Id to = i % 15 == 0 ? site : world.site(ann);
            assertThat(world.claims.claim(ann, to, world.name("open" + i + ".test"), null))
                    .isTrue();
        }
        world.later(Duration.ofHours(2));
        assertThat(code("open50.test")).isEqualTo(ErrorCode.RATE_LIMITED);

        world.release(ann, "open7.test");
        assertThat(refused("open50.test")).isNull();
    }

    @Test
    void aSiteHasAsManyNamesAsItsPlanAllowsAndTheRefusedOneIsNotCounted() {
        for (int i = 0; i < 20; i++) {
            world.later(Duration.ofMinutes(10));
            assertThat(refused("plan" + i + ".test")).isNull();
        }
        world.later(Duration.ofHours(1));
        assertThat(code("plan20.test")).isEqualTo(ErrorCode.PLAN_LIMIT);

        world.release(ann, "plan3.test");
        assertThat(refused("plan20.test")).isNull();
    }

    @Test
    void aNameWhosePageIsOpenIsLookedAtAgainInFiveSecondsUntilItIsLive() {
        String name = "open-page.test";
        world.claim(ann, name);
        assertThat(world.checks.ifDue(name, ann)).isTrue();
        Instant scheduled = world.view(ann, name).nextCheck();
        world.checks.soon(world.siteOf(ann));
        assertThat(scheduled).isAfter(world.now().plusSeconds(60));
        assertThat(world.view(ann, name).nextCheck()).isEqualTo(world.now().plusSeconds(5));

        world.zone.text(world.proof(ann, name));
        world.zone.alias(name, Zone.EDGE);
        world.look(ann, name);
        world.look(ann, name);
        assertThat(world.status(ann, name)).isEqualTo(NameStatus.ROUTED);
        Instant seldom = world.view(ann, name).nextCheck();
        world.checks.soon(world.siteOf(ann));
        assertThat(world.view(ann, name).nextCheck()).isEqualTo(seldom);
    }

    @Test
    void aLookThatFailedHereIsMadeAgainBeforeItsLeaseEnds() {
        String name = "unlucky.test";
        world.claim(ann, name);
        world.zone.unlucky = name;
        assertThatIllegalStateException().isThrownBy(() -> world.checks.ifDue(name, ann));
        assertThat(world.view(ann, name).nextCheck()).isEqualTo(world.now().plusSeconds(5));

        world.zone.unlucky = "";
        assertThat(world.checks.ifDue(name, ann)).as("not yet").isFalse();
        world.later(Duration.ofSeconds(5));
        assertThat(world.checks.ifDue(name, ann)).isTrue();
    }

    private @Nullable PlatException refused(String name) {
        return catchThrowableOfType(PlatException.class, () -> world.claim(ann, name));
    }

    private @Nullable ErrorCode code(String name) {
        PlatException refused = refused(name);
        return refused == null ? null : refused.code();
    }
}
