package dev.plat.router.postgres.move;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.move.Move.Step;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.Side;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A move on two real servers; which versions they have says the class that binds this. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MoveContract {

    private final PostgresServers servers;
    private final MovingShards shards;

    MoveContract(PostgresServers servers) {
        this.servers = servers;
        this.shards = MovingShards.install(servers, Tier.BUILDING, "building");
    }

    @Test
    void everyRowOfEveryTableArrivesAndTheSourceIsClean() {
        Rows.fill(shards, Side.SOURCE, 10);
        Rows.fill(shards, Side.SOURCE, 11);
        Rows.fill(shards, Side.SOURCE, 12);
        Map<String, Integer> before = shards.rows(Side.SOURCE, 10);
        assertThat(before).hasSize(16);

        MoveRecord record = shards.drive(shards.move(Duration.ZERO, 10, 12));

        assertThat(record.step()).as(record.why()).isEqualTo(Step.DONE);
        assertThat(shards.rows(Side.TARGET, 10)).isEqualTo(before);
        assertThat(shards.rows(Side.TARGET, 12)).isEqualTo(before);
        assertThat(shards.rows(Side.TARGET, 11)).isEmpty();
        assertThat(shards.rows(Side.SOURCE, 10)).isEmpty();
        assertThat(shards.rows(Side.SOURCE, 11)).isEqualTo(before);
        assertThat(shards.state(Side.SOURCE, 10)).isEqualTo("moved 2");
        assertThat(shards.state(Side.TARGET, 10)).isEqualTo("owned 2");
        assertThat(shards.topology().map(Tier.BUILDING).get(new Bucket(12)).shard())
                .isEqualTo("building-2");
        assertNothingIsLeft(shards);
    }

    @Test
    void everyTableOfTheHostingTierArrives() {
        MovingShards hosting = MovingShards.install(servers, Tier.HOSTING, "hosting");
        Rows.fill(hosting, Side.SOURCE, 10);
        Map<String, Integer> before = hosting.rows(Side.SOURCE, 10);
        assertThat(before).hasSize(10);

        MoveRecord record = hosting.drive(hosting.move(Duration.ZERO, 10));

        assertThat(record.step()).as(record.why()).isEqualTo(Step.DONE);
        assertThat(hosting.rows(Side.TARGET, 10)).isEqualTo(before);
        assertThat(hosting.rows(Side.SOURCE, 10)).isEmpty();
        assertNothingIsLeft(hosting);
    }

    static void assertNothingIsLeft(MovingShards shards) {
        for (Side side : Side.values()) {
            assertThat(shards.objects(side)).as("objects of " + side).isEmpty();
        }
        assertThat(shards.mover().census(shards.tier())).isEmpty();
    }
}
