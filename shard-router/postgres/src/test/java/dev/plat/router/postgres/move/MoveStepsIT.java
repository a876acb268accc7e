package dev.plat.router.postgres.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.move.BucketRow;
import dev.plat.router.core.move.Freeze;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.Move.Step;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.MoveWorld;
import dev.plat.router.core.move.Side;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each step of a move by itself: what it changes, and what it refuses to change. */
@Servers(
        postgres = 2,
        own = true,
        settings = {"wal_level=logical", "wal_retrieve_retry_interval=200ms"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MoveStepsIT {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final MovingShards shards;

    MoveStepsIT(PostgresServers servers) {
        shards = MovingShards.install(servers, Tier.BUILDING, "building");
    }

    @Test
    void oneProcessAtATimeDrivesAMove() {
        Move move = shards.move(Duration.ZERO, 40);
        shards.mover().create(move);

        try (Mover.Session first = shards.mover().open(move).orElseThrow()) {
            assertThat(first.world().load().step()).isEqualTo(Step.PLANNED);
            assertThat(shards.mover().open(move)).isEmpty();
        }

        Waits.until(
                "the lock is free again",
                () -> {
                    Optional<Mover.Session> next = shards.mover().open(move);
                    next.ifPresent(Mover.Session::close);
                    return next.isPresent();
                });
    }

    /** Also when it was stopped with its transaction open and its lock held. */
    @Test
    void theStatementsOfAnEarlierControllerChangeNothing() {
        Move move = shards.move(Duration.ZERO, 41);
        Mover earlier = shards.newMover(ControlPoints.NONE);
        earlier.create(move);
        try (Mover.Session session = earlier.open(move).orElseThrow()) {
            MoveWorld.Swap left =
                    session.world().openSwap(Side.SOURCE, List.of(new Bucket(41))).orElseThrow();

            Mover later = shards.newMover(ControlPoints.NONE);

            assertThatThrownBy(() ->
                            left.handOver(List.of(new Freeze(Side.SOURCE, new Bucket(41), 1, 1))))
                    .isInstanceOf(WorldAway.class);
            assertSuperseded(() -> session.world().advance(Step.PLANNED, Step.CHECKED));
            assertSuperseded(session.world()::linkForward);
            assertSuperseded(() -> freeze(session.world(), new Bucket(41), 1));
            assertSuperseded(() -> earlier.wish(move, Move.Wish.BACK));
            try (Mover.Session next = later.open(move).orElseThrow()) {
                assertThat(next.world().load().step()).isEqualTo(Step.PLANNED);
            }
            assertThat(later.unfinished(Tier.BUILDING))
                    .anyMatch(record ->
                            record.move().equals(move) && record.wish() == Move.Wish.FORWARD);
            assertThat(shards.objects(Side.SOURCE)).doesNotContain(Link.tail(move.id()));
        } finally {
            shards.leadAgain();
        }
    }

    /** Its connections were ended: it may hear of that first. */
    private static void assertSuperseded(Runnable call) {
        Waits.until(
                "refused as superseded",
                () -> {
                    try {
                        call.run();
                        throw new AssertionError("an earlier controller was let through");
                    } catch (WorldAway goneFirst) {
                        return false;
                    } catch (Superseded expected) {
                        return true;
                    }
                });
    }

    /** Without the row in the right state, at its epoch, by its freeze: nothing moves. */
    @Test
    void aCutoverGoesThroughOnlyWithItsOwnFreezeAndMarker() {
        Bucket bucket = new Bucket(42);
        Move move = shards.move(Duration.ZERO, 42);
        try (Mover.Session session = shards.linked(move)) {
            MoveWorld world = session.world();
            assertThat(freeze(world, bucket, 2)).isEmpty();
            Freeze first = freeze(world, bucket, 1).orElseThrow();
            assertThat(world.awaitMarkers(List.of(first), LIMIT)).isTrue();
            assertThat(world.thaw(List.of(first))).isTrue();
            assertThat(world.thaw(List.of(first))).isFalse();
            try (MoveWorld.Swap swap = world.openSwap(Side.SOURCE, List.of(bucket)).orElseThrow()) {
                assertThat(swap.handOver(List.of(first))).isFalse();
            }
            assertThat(sent(Side.SOURCE, "plat_f_", move)).containsExactly(42);

            try (MoveWorld.Swap swap = world.openSwap(Side.SOURCE, List.of(bucket)).orElseThrow()) {
                Freeze second = freeze(world, bucket, 1).orElseThrow();
                assertThat(second.freezeNo()).isGreaterThan(first.freezeNo());
                assertThat(swap.handOver(List.of(first))).isFalse();
                assertThat(
                                swap.grant(
                                        List.of(
                                                new Freeze(
                                                        Side.SOURCE,
                                                        bucket,
                                                        1,
                                                        second.freezeNo() + 1))))
                        .isFalse();
                assertThat(world.thaw(List.of(second))).isTrue();
            }
            assertThat(sent(Side.TARGET, "plat_b_", move)).isEmpty();
            assertThat(shards.state(Side.TARGET, 42)).isEqualTo("importing 1");

            try (MoveWorld.Swap swap = world.openSwap(Side.SOURCE, List.of(bucket)).orElseThrow()) {
                Freeze third = freeze(world, bucket, 1).orElseThrow();
                assertThat(world.awaitMarkers(List.of(third), LIMIT)).isTrue();
                assertThat(swap.handOver(List.of(third))).isTrue();
            }
            BucketRow given = world.row(Side.SOURCE, bucket);
            assertThat(shards.state(Side.SOURCE, 42)).isEqualTo("moved 2");
            assertThat(world.grantLate(late(given.freezeNo() - 1))).isFalse();
            assertThat(world.grantLate(late(given.freezeNo()))).isTrue();
            assertThat(world.grantLate(late(given.freezeNo()))).isTrue();
            assertThat(shards.state(Side.TARGET, 42)).isEqualTo("owned 2");
            assertThat(sent(Side.SOURCE, "plat_f_", move)).isEmpty();
            assertThat(sent(Side.TARGET, "plat_b_", move)).containsExactly(42);
            assertThat(world.turnBack("enough")).isTrue();
        }
        assertThat(shards.drive(move).step()).isEqualTo(Step.UNDONE);
        assertThat(shards.state(Side.SOURCE, 42)).isEqualTo("owned 3");
        MoveContract.assertNothingIsLeft(shards);
    }

    /** The publication loses and gains all of them, so all of them must go. */
    @Test
    void ofTheBucketsOfOneSwapAllAreCutOverOrNone() {
        Bucket one = new Bucket(47);
        Bucket other = new Bucket(48);
        Map<Bucket, Long> both = new TreeMap<>(Map.of(one, 1L, other, 1L));
        Move move = shards.move(Duration.ZERO, 47, 48);
        try (Mover.Session session = shards.linked(move)) {
            MoveWorld world = session.world();
            assertThat(world.freeze(Side.SOURCE, new TreeMap<>(Map.of(one, 1L, other, 2L))))
                    .isEqualTo(new MoveWorld.Frozen(List.of(), Set.of()));
            assertThat(shards.state(Side.SOURCE, 47)).isEqualTo("owned 1");

            try (MoveWorld.Swap swap = world.openSwap(Side.SOURCE, both.keySet()).orElseThrow()) {
                List<Freeze> freezes = world.freeze(Side.SOURCE, both).freezes();
                assertThat(freezes)
                        .extracting(Freeze::bucket)
                        .containsExactlyInAnyOrder(one, other);
                assertThat(world.awaitMarkers(freezes, LIMIT)).isTrue();
                assertThat(world.thaw(freezes.subList(1, 2))).isTrue();
                assertThat(swap.handOver(freezes)).isFalse();
                assertThat(world.thaw(freezes)).isFalse();
            }
            assertThat(shards.state(Side.SOURCE, 47)).isEqualTo("owned 1");
            assertThat(shards.state(Side.SOURCE, 48)).isEqualTo("owned 1");
            assertThat(sent(Side.SOURCE, "plat_f_", move)).containsExactly(47, 48);

            try (MoveWorld.Swap swap = world.openSwap(Side.SOURCE, both.keySet()).orElseThrow()) {
                List<Freeze> freezes = world.freeze(Side.SOURCE, both).freezes();
                assertThat(world.awaitMarkers(freezes, LIMIT)).isTrue();
                assertThat(swap.handOver(freezes)).isTrue();
                assertThat(swap.grant(List.of(freezes.getFirst(), strange(freezes.getLast()))))
                        .isFalse();
            }
            assertThat(shards.state(Side.TARGET, 47)).isEqualTo("importing 1");
            assertThat(shards.state(Side.TARGET, 48)).isEqualTo("importing 1");
            assertThat(sent(Side.TARGET, "plat_b_", move)).isEmpty();
            assertThat(world.turnBack("enough")).isTrue();
        }
        assertThat(shards.drive(move).step()).isEqualTo(Step.UNDONE);
        assertThat(shards.state(Side.SOURCE, 47)).isEqualTo("owned 3");
        MoveContract.assertNothingIsLeft(shards);
    }

    private static List<Freeze> late(int freezeNo) {
        return List.of(new Freeze(Side.SOURCE, new Bucket(42), 1, freezeNo));
    }

    private static Freeze strange(Freeze freeze) {
        return new Freeze(freeze.side(), freeze.bucket(), freeze.epoch(), freeze.freezeNo() + 1);
    }

    @Test
    void aBucketThatIsHeldIsNamedAndTheOthersStayFree() throws SQLException {
        Move move = shards.move(Duration.ZERO, 49, 50);
        try (Mover.Session session = shards.marked(move);
                Connection writer = shards.superuser(Side.SOURCE);
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("SELECT plat.plat_enter(50::smallint, 1)");

            assertThat(
                            session.world()
                                    .freeze(
                                            Side.SOURCE,
                                            Map.of(new Bucket(49), 1L, new Bucket(50), 1L)))
                    .isEqualTo(MoveWorld.Frozen.heldBy(Set.of(new Bucket(50))));
            assertThat(shards.state(Side.SOURCE, 49)).isEqualTo("owned 1");

            writer.rollback();
            assertThat(session.world().turnBack("enough")).isTrue();
        }
        assertThat(shards.drive(move).step()).isEqualTo(Step.UNDONE);
    }

    /** And no writer is ended for a move that nobody wants any more. */
    @Test
    void aCutoverThatWaitsForAWriterHearsThatItIsWishedBack() throws SQLException {
        Move move = shards.move(Duration.ofHours(1), 51);
        try (Connection writer = shards.superuser(Side.SOURCE);
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            AtomicBoolean once = new AtomicBoolean();
            ControlPoints hold =
                    point -> {
                        if (point.equals("freeze.waiting") && !once.getAndSet(true)) {
                            enter(statement, 51);
                            shards.mover().wish(move, Move.Wish.BACK);
                        }
                    };

            MoveRecord record = shards.drive(shards.mover(), move, hold);

            assertThat(record.step()).as(record.why()).isEqualTo(Step.UNDONE);
            assertThat(shards.state(Side.SOURCE, 51)).isEqualTo("owned 1");
            assertThat(writer.isValid(1)).isTrue();
        }
        MoveContract.assertNothingIsLeft(shards);
    }

    private static void enter(Statement statement, int bucket) {
        try {
            statement.execute("SELECT plat.plat_enter(" + bucket + "::smallint, 1)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One bucket alone. */
    private static Optional<Freeze> freeze(MoveWorld world, Bucket bucket, long epoch) {
        return world.freeze(Side.SOURCE, Map.of(bucket, epoch)).freezes().stream().findFirst();
    }

    @Test
    void rowsAreDeletedOnlyWhereTheBucketIsGoneAndNothingWouldCarryTheDeletion() {
        Rows.fill(shards, Side.SOURCE, 43);
        int before = shards.rows(Side.SOURCE, 43).size();
        Move move = shards.move(Duration.ZERO, 43);
        try (Mover.Session session = shards.linked(move)) {
            session.world().clean(Side.SOURCE);
            assertThat(shards.rows(Side.SOURCE, 43)).hasSize(before);

            assertThat(session.world().abort(Side.TARGET, new Bucket(43), 1)).isTrue();
            session.world().clean(Side.TARGET);
            assertThat(shards.rows(Side.TARGET, 43)).hasSize(before);
            session.world().unlink();
            session.world().clean(Side.TARGET);
            assertThat(shards.rows(Side.TARGET, 43)).isEmpty();
            assertThat(shards.rows(Side.SOURCE, 43)).hasSize(before);
            assertThat(session.world().turnBack("enough")).isTrue();
        }
        assertThat(shards.drive(move).step()).isEqualTo(Step.UNDONE);
        MoveContract.assertNothingIsLeft(shards);
    }

    @Test
    void anIdleTransactionThatHoldsABucketIsEndedAfterAFewTries() throws SQLException {
        Bucket bucket = new Bucket(44);
        Move move = shards.move(Duration.ZERO, 44);
        try (Mover.Session session = shards.marked(move);
                Connection writer = shards.superuser(Side.SOURCE);
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("SELECT plat.plat_enter(44::smallint, 1)");

            assertThat(freeze(session.world(), bucket, 1)).isEmpty();
            assertThat(freeze(session.world(), bucket, 1)).isEmpty();
            assertThat(writer.isValid(1)).isTrue();
            assertThat(freeze(session.world(), bucket, 1)).isEmpty();
            Waits.until(
                    "the lock is free",
                    () -> {
                        Optional<Freeze> freeze = freeze(session.world(), bucket, 1);
                        return freeze.isPresent() && session.world().thaw(List.of(freeze.get()));
                    });

            assertThat(writer.isValid(1)).isFalse();
            assertThat(session.world().turnBack("enough")).isTrue();
        }
        assertThat(shards.drive(move).step()).isEqualTo(Step.UNDONE);
    }

    @Test
    void aTargetThatDiesInTheMiddleOfTheCopyIsWaitedFor() {
        Rows.fill(shards, Side.SOURCE, 45);
        Move move = shards.move(Duration.ZERO, 45);
        AtomicBoolean once = new AtomicBoolean();
        ControlPoints crash =
                point -> {
                    if (point.equals("copy.started") && !once.getAndSet(true)) {
                        shards.server(Side.TARGET).crash();
                    }
                };

        assertThatThrownBy(() -> shards.drive(shards.mover(), move, crash))
                .isInstanceOf(WorldAway.class);
        assertThat(shards.mover().census(Tier.BUILDING)).isEmpty();
        assertThat(shards.mover().reap(Tier.BUILDING)).isZero();
        shards.server(Side.TARGET).restart();

        assertThat(shards.drive(move).step()).isEqualTo(Step.DONE);
        assertThat(shards.rows(Side.TARGET, 45)).hasSize(19);
        MoveContract.assertNothingIsLeft(shards);
    }

    /** A VACUUM by hand, an index that is being made: the cutover waits for another time. */
    @Test
    void aCutoverDoesNotBeginWhileATableIsBeingWorkedOn() throws SQLException {
        Move move = shards.move(Duration.ZERO, 46);
        try (Mover.Session session = shards.linked(move);
                Connection worker = shards.superuser(Side.TARGET);
                Statement statement = worker.createStatement()) {
            worker.setAutoCommit(false);
            statement.execute("LOCK TABLE item IN SHARE UPDATE EXCLUSIVE MODE");

            assertThat(session.world().openSwap(Side.SOURCE, List.of(new Bucket(46)))).isEmpty();
            worker.rollback();
            try (MoveWorld.Swap swap =
                    session.world().openSwap(Side.SOURCE, List.of(new Bucket(46))).orElseThrow()) {
                assertThat(swap).isNotNull();
            }

            assertThat(sent(Side.SOURCE, "plat_f_", move)).containsExactly(46);
            assertThat(session.world().turnBack("enough")).isTrue();
        }
        assertThat(shards.drive(move).step()).isEqualTo(Step.UNDONE);
    }

    private SortedSet<Integer> sent(Side side, String prefix, Move move) {
        try (Connection connection = shards.superuser(side)) {
            return new TreeSet<>(Publications.buckets(connection, prefix + Link.tail(move.id())));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
