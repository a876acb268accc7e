package dev.plat.router.postgres.move;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.Move.Step;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.MoveWorld;
import dev.plat.router.core.move.Side;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Waits;
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
        assertThat(before).hasSize(19);

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
        assertThat(before).hasSize(11);

        MoveRecord record = hosting.drive(hosting.move(Duration.ZERO, 10));

        assertThat(record.step()).as(record.why()).isEqualTo(Step.DONE);
        assertThat(hosting.rows(Side.TARGET, 10)).isEqualTo(before);
        assertThat(hosting.rows(Side.SOURCE, 10)).isEmpty();
        assertNothingIsLeft(hosting);
    }

    @Test
    void everyTableOfTheCheckoutTierArrives() {
        MovingShards checkout = MovingShards.install(servers, Tier.CHECKOUT, "checkout");
        Rows.fill(checkout, Side.SOURCE, 10);
        Map<String, Integer> before = checkout.rows(Side.SOURCE, 10);
        assertThat(before).hasSize(11);

        MoveRecord record = checkout.drive(checkout.move(Duration.ZERO, 10));

        assertThat(record.step()).as(record.why()).isEqualTo(Step.DONE);
        assertThat(checkout.rows(Side.TARGET, 10)).isEqualTo(before);
        assertThat(checkout.rows(Side.SOURCE, 10)).isEmpty();
        assertNothingIsLeft(checkout);
    }

    /** Nobody may delete a journal where it is kept; where it was, it goes. */
    @Test
    void theBooksOfABucketMoveAndGoOnWhereTheyAre() {
        MovingShards payments = MovingShards.install(servers, Tier.PAYMENTS, "payments");
        Rows.fill(payments, Side.SOURCE, 10);
        Map<String, Integer> before = payments.rows(Side.SOURCE, 10);
        assertThat(before).hasSize(38);

        MoveRecord record = payments.drive(payments.move(Duration.ZERO, 10));

        assertThat(record.step()).as(record.why()).isEqualTo(Step.DONE);
        assertThat(payments.rows(Side.TARGET, 10)).isEqualTo(before);
        assertThat(payments.rows(Side.SOURCE, 10)).isEmpty();
        assertNothingIsLeft(payments);
        try (PostgresRouter router = payments.router()) {
            String post =
                    """
                    SELECT plat.ledger_post(10::smallint, '{k4,k5}', '{capture,fee}', ARRAY[j.occurred_at, now()],
                      '{NULL,NULL}', '{1,1,2,2}', '{provider,receivable,bank,fees}', '{stripe,acct_1,"",""}',
                      '{EUR,EUR,EUR,EUR}', '{5,-5,5,-5}')::text FROM journal j WHERE bucket = 10 AND tx_key = 'k4'\
                    """;
            assertThat(
                            router.<String>write(
                                    new Bucket(10),
                                    tx -> {
                                        try (var row =
                                                tx.connection()
                                                        .createStatement()
                                                        .executeQuery(post)) {
                                            row.next();
                                            return row.getString(1);
                                        }
                                    }))
                    .isEqualTo("{4,5}");
        }
    }

    @Test
    void underLoadForthAndBackAndForthAgainNothingIsLost() {
        Bucket bucket = new Bucket(20);
        try (PostgresRouter router = shards.router();
                Writers writers = new Writers(router, 42, 6, 20, 21, 22)) {
            writers.awaitMore(500);
            Move first = shards.move(Duration.ofHours(1), 20, 21);

            MoveRecord there = shards.drive(first);
            assertThat(there.step()).as(there.why()).isEqualTo(Step.SOAKING);
            assertThat(shards.objects(Side.SOURCE)).doesNotContain("slot");
            writers.awaitMore(200);
            shards.mover().wish(first, Move.Wish.BACK);
            MoveRecord back = shards.drive(first);
            assertThat(back.step()).as(back.why()).isEqualTo(Step.UNDONE);
            writers.awaitMore(200);
            Move second = shards.move(Duration.ZERO, 20, 21);
            MoveRecord record = shards.drive(second);
            writers.awaitMore(200);

            writers.stop();
            assertThat(record.step()).as(record.why()).isEqualTo(Step.DONE);
            assertThat(shards.state(Side.SOURCE, 20)).isEqualTo("moved 4");
            assertThat(shards.state(Side.TARGET, 20)).isEqualTo("owned 4");
            assertThat(shards.topology().map(Tier.BUILDING).get(bucket).epoch()).isEqualTo(4);
            writers.assertNothingIsLost(shards);
            assertThat(shards.rows(Side.SOURCE, 20)).isEmpty();
        }
        assertNothingIsLeft(shards);
    }

    @Test
    void betweenTwoDatabasesOfOneServerABucketMovesToo() {
        MovingShards one = MovingShards.onOneServer(servers, Tier.BUILDING, "one");
        Rows.fill(one, Side.SOURCE, 10);
        Map<String, Integer> before = one.rows(Side.SOURCE, 10);

        MoveRecord record = one.drive(one.move(Duration.ZERO, 10));

        assertThat(record.step()).as(record.why()).isEqualTo(Step.DONE);
        assertThat(one.rows(Side.TARGET, 10)).isEqualTo(before);
        assertNothingIsLeft(one);
    }

    /** One value of one row in each table, a row too few and one too many: each is named. */
    @Test
    void everyPlantedDifferenceIsFoundAndNamed() {
        Rows.fill(shards, Side.SOURCE, 30);
        Rows.fill(shards, Side.SOURCE, 31);
        Move move = shards.move(Duration.ZERO, 30, 31);
        try (Mover.Session session = shards.linked(move)) {
            MoveWorld world = session.world();
            assertThat(world.verify(Side.SOURCE, move.buckets()))
                    .containsOnly(Map.entry(new Bucket(30), true), Map.entry(new Bucket(31), true));
            Rows.plant(shards, Side.TARGET, 30);

            assertThat(world.verify(Side.SOURCE, move.buckets()))
                    .containsOnly(
                            Map.entry(new Bucket(30), false), Map.entry(new Bucket(31), true));

            String found =
                    shards.one(
                            Side.TARGET,
                            "SELECT differences FROM plat.plat_verify WHERE bucket = 30 AND NOT"
                                    + " equal");
            assertThat(shards.rows(Side.SOURCE, 30).keySet())
                    .hasSize(19)
                    .allSatisfy(table -> assertThat(found).contains(table + " ("));
            assertThat(found)
                    .contains("public.item (30,seed7): is missing")
                    .contains("public.item (30,seed99): is too many")
                    .contains("public.item (30,seed8): differs")
                    .contains("public.audit_head (30): differs");
            assertThat(world.turnBack("differences")).isTrue();
        }
        assertThat(shards.drive(move).step()).isEqualTo(Step.UNDONE);
        assertThat(shards.rows(Side.TARGET, 30)).isEmpty();
        assertNothingIsLeft(shards);
    }

    @Test
    void aBrokenCopyOfATableLeavesNoSlot() {
        Rows.fill(shards, Side.SOURCE, 32);
        Move move = shards.move(Duration.ZERO, 32);
        try (Mover.Session session = shards.marked(move)) {
            shards.run(
                    Side.TARGET, "INSERT INTO item (bucket, name, value) VALUES (32, 'seed1', 5)");

            session.world().linkForward();

            Waits.until(
                    "the copy complains",
                    () -> !session.world().lag(Side.SOURCE).trouble().isEmpty());
            Waits.until(
                    "a slot of a broken table copy",
                    () -> shards.objects(Side.SOURCE).contains("slot pg_"));
            assertThat(session.world().turnBack("cannot copy")).isTrue();
        }
        assertThat(shards.drive(move).step()).isEqualTo(Step.UNDONE);
        assertThat(shards.rows(Side.TARGET, 32)).isEmpty();
        assertNothingIsLeft(shards);
    }

    @Test
    void whatNoMoveHasMadeIsReapedAndWhatALiveMoveHasMadeStays() {
        Move live = shards.move(Duration.ofHours(1), 33);
        assertThat(shards.drive(live).step()).isEqualTo(Step.SOAKING);
        String kept = shards.objects(Side.SOURCE) + shards.objects(Side.TARGET);
        shards.run(
                Side.SOURCE,
                "CREATE PUBLICATION plat_f_0123456789ab FOR TABLE item WHERE (bucket = 1)",
                "SELECT pg_create_logical_replication_slot('plat_f_0123456789ab', 'pgoutput')",
                """
                INSERT INTO plat.plat_marker
                VALUES (7, '11111111-1111-1111-1111-0123456789ab', 1, 4)\
                """);
        shards.run(
                Side.TARGET,
                """
                INSERT INTO plat.plat_bucket (bucket, state, epoch, peer, move)
                VALUES (7, 'importing', 1, 'building-1', '11111111-1111-1111-1111-0123456789ab')\
                """,
                "INSERT INTO item (bucket, name, value) VALUES (7, 'stray', 1)",
                """
                INSERT INTO plat.plat_object (kind, name, move, target)
                VALUES ('subscription', 'plat_f_0123456789ab',
                        '11111111-1111-1111-1111-0123456789ab', 'building-2')\
                """);

        assertThat(shards.mover().census(Tier.BUILDING))
                .extracting(Leftover::kind)
                .containsExactlyInAnyOrder(
                        "publication", "slot", "marker", "importing", "ledger-line");
        assertThat(shards.mover().reap(Tier.BUILDING)).isEqualTo(6);

        assertThat(shards.mover().census(Tier.BUILDING)).isEmpty();
        assertThat(shards.state(Side.TARGET, 7)).isEqualTo("aborted 1");
        assertThat(shards.rows(Side.TARGET, 7)).isEmpty();
        assertThat(shards.objects(Side.SOURCE) + shards.objects(Side.TARGET)).isEqualTo(kept);
        shards.mover().wish(live, Move.Wish.FINISH);
        assertThat(shards.drive(live).step()).isEqualTo(Step.DONE);
        assertNothingIsLeft(shards);
    }

    static void assertNothingIsLeft(MovingShards shards) {
        for (Side side : Side.values()) {
            assertThat(shards.objects(side)).as("objects of " + side).isEmpty();
        }
        assertThat(shards.mover().census(shards.tier())).isEmpty();
    }
}
