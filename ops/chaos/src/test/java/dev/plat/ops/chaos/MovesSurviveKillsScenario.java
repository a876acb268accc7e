package dev.plat.ops.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.chaos.kill.KillLab;
import dev.plat.ops.chaos.kill.Victim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whatever is killed, a move ends done or undone by itself and leaves nothing over. Here the points
 * around a bucket's change of owner; all of them are {@code ops/plat chaos kill}.
 */
class MovesSurviveKillsScenario {

    @Test
    void everyVictimMayDieAroundTheChangeOfOwner() throws SQLException, IOException {
        long seed = Long.getLong("plat.seed", System.nanoTime() & 0xFFFFFF);
        System.out.println("replay: ops/plat chaos kill --seeds 1 --seed " + seed);
        Path folder =
                Files.createDirectories(Path.of("target", "kill-" + ProcessHandle.current().pid()));

        KillLab.Verdict verdict =
                new KillLab(System.out, folder.resolve("results.csv"))
                        .run(
                                folder,
                                List.of("freeze.committed", "moved.after"),
                                List.of(Victim.values()),
                                1,
                                seed);

        assertThat(verdict.bad()).isEmpty();
        assertThat(verdict.unreached()).isEmpty();
        assertThat(verdict.done() + verdict.undone()).isEqualTo(verdict.cases());
    }
}
