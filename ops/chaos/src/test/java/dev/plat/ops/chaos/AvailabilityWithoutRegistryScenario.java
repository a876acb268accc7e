package dev.plat.ops.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.chaos.registry.RegistryOutage;
import dev.plat.ops.chaos.registry.RegistryOutage.Settings;
import dev.plat.ops.chaos.registry.RegistryOutage.Verdict;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Invariants 1 and 4 with ZooKeeper away, from the worst moment of a move on: nobody gets an error,
 * nothing is lost, routers start from their snapshots. The long form is {@code ops/plat chaos
 * registry}.
 */
class AvailabilityWithoutRegistryScenario {

    @Test
    void nobodyNoticesThatZooKeeperIsAwayAndTheMoveGoesOnWhenItIsBack() throws SQLException {
        long seed = Long.getLong("plat.seed", System.nanoTime() & 0xFFFFFF);
        System.out.println("seed " + seed + "; the long form: ops/plat chaos registry");

        Verdict verdict =
                new RegistryOutage(System.out)
                        .run(
                                new Settings(
                                        Path.of(
                                                "target",
                                                "registry-" + ProcessHandle.current().pid()),
                                        2,
                                        60,
                                        Duration.ofSeconds(25),
                                        Duration.ofSeconds(5),
                                        "moved.after#2",
                                        seed));

        assertThat(verdict.audit().faults()).isEmpty();
        assertThat(verdict.audit().failed()).as("calls that failed").isZero();
        assertThat(verdict.audit().unknown()).isZero();
        assertThat(verdict.audit().acknowledged()).isPositive();
        assertThat(verdict.firstAnswerMillis()).as("routers restarted").isNotEmpty();
        assertThat(verdict.early()).isEqualTo(verdict.late());
        Matcher moved = Pattern.compile("(\\d+) moved").matcher(verdict.early());
        assertThat(moved.find()).as(verdict.early()).isTrue();
        // Eight to a swap, unless writers held one.
        assertThat(Integer.parseInt(moved.group(1))).isBetween(2, 16);
        assertThat(verdict.early()).contains(moved.group(1) + " owned");
        assertThat(verdict.end()).isEqualTo("done");
        assertThat(verdict.leftovers()).isEmpty();
    }
}
