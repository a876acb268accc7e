package dev.plat.router.postgres.move;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.Move.Step;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.Side;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A taker that crashes while tables are copied to it may forget what it had committed. */
@Servers(
        postgres = 2,
        own = true,
        settings = {"wal_level=logical", "wal_retrieve_retry_interval=200ms"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TableCopyIT {

    private static final String STATES =
            "SELECT string_agg(DISTINCT srsubstate::text, '') FROM pg_subscription_rel";

    private final MovingShards shards;

    TableCopyIT(PostgresServers servers) {
        shards = MovingShards.install(servers, Tier.BUILDING, "building");
    }

    @Test
    void whatIsCommittedIsOnTheDiskUntilTheCopyHasEnded() {
        Map<String, String> commits = new TreeMap<>();
        Move move = shards.move(Duration.ZERO, 50);

        MoveRecord record =
                shards.drive(
                        shards.mover(),
                        move,
                        point ->
                                commits.put(
                                        point,
                                        shards.one(
                                                Side.TARGET,
                                                "SELECT subsynccommit FROM pg_subscription"
                                                        + " WHERE subname LIKE 'plat\\_f%'")));

        assertThat(record.step()).isEqualTo(Step.DONE);
        assertThat(commits).containsEntry("copy.started", "on").containsEntry("lag.ok", "off");
    }

    /** As after a crash between the commit of a table's end and the end of its slot. */
    @Test
    void aTableThatForgotThatItWasCopiedTurnsTheMoveBack() {
        Move move = shards.move(Duration.ZERO, 51);

        MoveRecord record =
                shards.drive(
                        shards.mover(),
                        move,
                        point -> {
                            if (point.equals("copy.started")) {
                                Waits.until(
                                        "all is copied",
                                        () -> shards.one(Side.TARGET, STATES).equals("r"));
                                shards.run(
                                        Side.TARGET,
                                        "SET allow_system_table_mods = on",
                                        "UPDATE pg_subscription_rel SET srsubstate = 'f'"
                                                + " WHERE srrelid = 'item'::regclass");
                            }
                        });

        assertThat(record.step()).isEqualTo(Step.UNDONE);
        assertThat(record.why()).contains("a table's copy has lost its slot");
        MoveContract.assertNothingIsLeft(shards);
    }
}
