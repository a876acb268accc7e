package dev.plat.ops.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.chaos.schema.Obstacle;
import dev.plat.ops.chaos.schema.SchemaRings;
import dev.plat.ops.chaos.schema.SchemaRings.Settings;
import dev.plat.ops.chaos.schema.SchemaRings.Verdict;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The long form, over 64 shards, is {@code ops/plat chaos schema}. */
class SchemaRingsScenario {

    @Test
    void aChangeStopsAtAnObstacleMovesWaitAndTheNextRunGoesOnThere() throws SQLException {
        long seed = Long.getLong("plat.seed", System.nanoTime() & 0xFFFFFF);
        System.out.println("replay: ops/plat chaos schema --shards 20 --seed " + seed);

        Verdict verdict =
                new SchemaRings(System.out)
                        .run(
                                new Settings(
                                        Path.of(
                                                "target",
                                                "schema-" + ProcessHandle.current().pid()),
                                        20,
                                        Obstacle.Kind.TABLE,
                                        seed));

        assertThat(verdict.stop().code()).isEqualTo("schema-stopped");
        assertThat(verdict.stop().facts())
                .containsEntry("shard", verdict.stop().planted())
                .containsEntry("ring", "all");
        assertThat(verdict.stop().untouched())
                .as("behind the obstacle")
                .isPositive()
                .isEqualTo(verdict.shards() - 1L - verdict.changedFirst());
        assertThat(verdict.stop().refusal()).contains("precondition-failed", "differ");
        assertThat(verdict.changedThen()).isEqualTo(verdict.shards() - verdict.changedFirst());
        assertThat(verdict.equal()).isTrue();
        assertThat(verdict.refusedThen()).isEmpty();
        assertThat(verdict.readErrors()).isEmpty();
        assertThat(verdict.longestMillis()).isLessThan(1000);
        assertThat(verdict.holds()).isTrue();
    }
}
