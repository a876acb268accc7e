package dev.plat.router.postgres.move;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.Move.Step;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.MoveRefused;
import dev.plat.router.core.move.Side;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a move asks of its shards before it touches anything; each refusal says what would help. */
@Servers(
        postgres = 2,
        own = true,
        settings = {"wal_level=logical", "max_prepared_transactions=5"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoveRefusalsIT {

    private final MovingShards shards;

    MoveRefusalsIT(PostgresServers servers) {
        shards = MovingShards.install(servers, Tier.BUILDING, "building");
    }

    @Test
    void shardsWithDifferentSchemasExchangeNothing() {
        shards.run(Side.TARGET, "ALTER TABLE site ADD COLUMN theme text");
        assertThat(refusal(60))
                .contains("differ in 1 places", "-column|public.site|theme|text", "Migrate");

        shards.run(Side.TARGET, "ALTER TABLE site DROP COLUMN theme");
        assertThat(refusal(60)).isEmpty();
    }

    @Test
    void aTableWhoseKeyDoesNotLeadWithBucketIsRefused() {
        both("CREATE TABLE stray (id int PRIMARY KEY)");
        assertThat(refusal(60)).contains("public.stray", "Begin the key with it");

        both("DROP TABLE stray");
        both("CREATE UNLOGGED TABLE stray (bucket smallint PRIMARY KEY)");
        assertThat(refusal(60)).contains("public.stray", "not logged");
        both("DROP TABLE stray");
    }

    @Test
    void aTypeThatCannotBeComparedIsRefused() {
        both("ALTER TABLE item ADD COLUMN extra json");

        assertThat(refusal(60)).contains("item.extra", "type json", "jsonb");

        both("ALTER TABLE item DROP COLUMN extra");
    }

    @Test
    void aSequenceIsRefused() {
        both("ALTER TABLE item ADD COLUMN serial int GENERATED ALWAYS AS IDENTITY");

        assertThat(refusal(60)).contains("public.item", "sequence");

        both("ALTER TABLE item DROP COLUMN serial");
    }

    @Test
    void ownersThatAreNotAsPlannedAreRefused() {
        shards.run(
                Side.SOURCE,
                "UPDATE plat.plat_bucket SET state = 'moved', peer = 'building-2' WHERE bucket = 61");

        assertThat(refusal(60, 61)).contains("bucket 61", "MOVED", "Plan again");

        shards.run(Side.SOURCE, "UPDATE plat.plat_bucket SET state = 'owned' WHERE bucket = 61");
    }

    @Test
    void rowsOfAnEarlierMoveOnTheTargetAreRefused() {
        shards.run(Side.TARGET, "INSERT INTO item VALUES (62, 'left', 1)");

        assertThat(refusal(62)).contains("bucket 62", "public.item", "clean-up");

        shards.run(Side.TARGET, "DELETE FROM item WHERE bucket = 62");
    }

    @Test
    void whatASlotWouldWaitForIsRefused() throws SQLException {
        try (Connection connection = shards.superuser(Side.SOURCE);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO item VALUES (63, 'open', 1)");
            Mover impatient =
                    shards.newMover(
                            new MoverSettings(
                                    shards.passwords().mover(),
                                    shards.passwords().copy(),
                                    1,
                                    Duration.ZERO,
                                    MoverSettings.SILENCE),
                            ControlPoints.NONE);
            assertThat(refusal(impatient, 64)).contains("writing transaction open", "End it");

            statement.execute("PREPARE TRANSACTION 'forgotten'");
            assertThat(refusal(impatient, 64)).contains("forgotten", "Commit it or roll it back");
        } finally {
            shards.run(Side.SOURCE, "ROLLBACK PREPARED 'forgotten'");
            shards.leadAgain();
        }
    }

    @Test
    void aServerWithoutFreeSlotsIsRefused() {
        shards.run(
                Side.SOURCE,
                "SELECT pg_create_physical_replication_slot('full' || i) FROM generate_series(1, 9) i");

        assertThat(refusal(60)).contains("1 replication slots are free", "max_replication_slots");

        shards.run(
                Side.SOURCE,
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
    }

    @Test
    void aCopyRoleThatCannotSignInIsRefused() {
        Mover wrong =
                shards.newMover(
                        MoverSettings.of(shards.passwords().mover(), "wrong"), ControlPoints.NONE);

        assertThat(refusal(wrong, 60)).contains("plat_copy cannot sign in", "Set the shard up");

        shards.leadAgain();
    }

    /** The whole way: a refused move is undone at once, and has made nothing. */
    @Test
    void aRefusedMoveIsUndoneAndSaysWhy() {
        shards.run(Side.TARGET, "INSERT INTO item VALUES (65, 'left', 1)");

        MoveRecord record = shards.drive(shards.move(Duration.ZERO, 65));

        assertThat(record.step()).isEqualTo(Step.UNDONE);
        assertThat(record.why()).contains("bucket 65");
        shards.run(Side.TARGET, "DELETE FROM item WHERE bucket = 65");
        MoveContract.assertNothingIsLeft(shards);
    }

    private void both(String sql) {
        for (Side side : Side.values()) {
            shards.run(side, sql);
        }
    }

    private String refusal(int... buckets) {
        return refusal(shards.mover(), buckets);
    }

    /** Empty when nothing is refused. */
    private String refusal(Mover mover, int... buckets) {
        Move move = shards.move(Duration.ZERO, buckets);
        mover.create(move);
        try (Mover.Session session = mover.open(move).orElseThrow()) {
            session.world().preflight();
            return "";
        } catch (MoveRefused e) {
            return e.why();
        } finally {
            mover.wish(move, Move.Wish.BACK);
        }
    }
}
