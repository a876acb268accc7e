package dev.plat.ops.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.chaos.stale.StaleRouters;
import dev.plat.ops.chaos.stale.StaleRouters.Settings;
import dev.plat.ops.chaos.stale.StaleRouters.Verdict;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/**
 * Invariants 1 and 2 across cutovers: what was acknowledged is there, once, and no row stands
 * outside its owner, although routers are frozen, cut off and have wrong clocks. The long form is
 * {@code ops/plat chaos stale}.
 */
class OneOwnerUnderStaleRoutersScenario {

    private static final int CUTOVERS = 150;

    @Test
    void noRowIsLostDoubledOrOutsideItsOwner() throws SQLException {
        long seed = Long.getLong("plat.seed", System.nanoTime() & 0xFFFFFF);
        System.out.println(
                "replay: ops/plat chaos stale --cutovers " + CUTOVERS + " --seed " + seed);

        Verdict verdict =
                new StaleRouters(System.out)
                        .run(
                                new Settings(
                                        Path.of("target", "stale-" + ProcessHandle.current().pid()),
                                        3,
                                        90,
                                        50,
                                        CUTOVERS,
                                        true,
                                        seed));

        assertThat(verdict.audit().faults()).isEmpty();
        assertThat(verdict.audit().acknowledged()).isPositive();
        assertThat(verdict.cutovers()).isGreaterThanOrEqualTo(CUTOVERS);
        assertThat(verdict.freezes()).isPositive();
        assertThat(verdict.intrusions()).isPositive();
    }
}
