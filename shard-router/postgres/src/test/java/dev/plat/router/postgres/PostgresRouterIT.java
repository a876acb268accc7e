package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.asSuperuser;
import static dev.plat.router.postgres.TestShards.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.RoutedSqlException;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@Servers(postgres = 2, tier = "building")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresRouterIT {

    private static final AtomicInteger BUCKETS = new AtomicInteger();

    private final TestShards shards;
    private final PostgresServer first;
    private final PostgresServer second;
    private MemoryTopology topology;
    private Router router;
    private Bucket bucket;

    PostgresRouterIT(PostgresServers servers) {
        shards = TestShards.install(servers);
        first = servers.get(0);
        second = servers.get(1);
        topology = shards.topology();
        router = PostgresRouter.open(Tier.BUILDING, topology, TestShards.SETTINGS);
        bucket = new Bucket(0);
    }

    /** Even buckets are the first server's, so each test has one of its own there. */
    @BeforeEach
    void ownBucket() {
        bucket = new Bucket(2 * BUCKETS.incrementAndGet());
    }

    @AfterEach
    void freshRouter() {
        router.close();
        topology = shards.topology();
        router = PostgresRouter.open(Tier.BUILDING, topology, TestShards.SETTINGS);
    }

    @Test
    void aWriteIsCommittedOnTheShardThatOwnsTheBucket() {
        int changed = router.write(bucket, tx -> insert(tx, "a", 1));

        assertThat(changed).isEqualTo(1);
        assertThat(count(first)).isEqualTo("1");
        assertThat(count(second)).isEqualTo("0");
        assertThat(router.<Integer>read(bucket, tx -> value(tx, "a"))).isEqualTo(1);
    }

    @Test
    void everyFormOfStatementPassesTheFence() {
        int sum =
                router.write(
                        bucket,
                        tx -> {
                            try (PreparedStatement batch =
                                    prepare(tx, "INSERT INTO item VALUES (?, ?, ?)")) {
                                for (int i = 0; i < 3; i++) {
                                    batch.setShort(1, (short) bucket.number());
                                    batch.setString(2, "batch-" + i);
                                    batch.setInt(3, i);
                                    batch.addBatch();
                                }
                                batch.executeBatch();
                            }
                            return 3;
                        });
        assertThat(sum).isEqualTo(3);
        assertThat(
                        router.<String>read(
                                bucket, tx -> one(tx.connection(), "SELECT sum(value) FROM item")))
                .isEqualTo("3");
        assertThat(
                        router.<Integer>write(
                                bucket,
                                tx -> {
                                    try (PreparedStatement any =
                                            prepare(tx, "UPDATE item SET value = value + ?")) {
                                        any.setInt(1, 10);
                                        boolean rows = any.execute();
                                        return rows ? -1 : any.getUpdateCount();
                                    }
                                }))
                .isEqualTo(3);
        assertThat(
                        router.<Integer>write(
                                bucket,
                                tx -> {
                                    try (PreparedStatement returning =
                                            prepare(
                                                    tx,
                                                    "DELETE FROM item WHERE name = ?"
                                                            + " RETURNING value")) {
                                        returning.setString(1, "batch-2");
                                        try (ResultSet rows = returning.executeQuery()) {
                                            return rows.next() ? rows.getInt(1) : -1;
                                        }
                                    }
                                }))
                .isEqualTo(12);
        assertThat(
                        router.<Integer>write(
                                bucket,
                                tx -> {
                                    try (PreparedStatement keys =
                                            tx.connection()
                                                    .prepareStatement(
                                                            "INSERT INTO item VALUES (?, 'k', 5)",
                                                            new String[] {"value"})) {
                                        keys.setShort(1, (short) bucket.number());
                                        keys.executeUpdate();
                                        try (ResultSet key = keys.getGeneratedKeys()) {
                                            return key.next() ? key.getInt(1) : -1;
                                        }
                                    }
                                }))
                .isEqualTo(5);
    }

    @Test
    void aStatementMayRunAgainWithNewAndWithOldParameters() {
        int sum =
                router.write(
                        bucket,
                        tx -> {
                            try (PreparedStatement insert =
                                    prepare(tx, "INSERT INTO item VALUES (?, ?, ?)")) {
                                insert.setShort(1, (short) bucket.number());
                                insert.setInt(3, 4);
                                for (String name : List.of("x", "y", "z")) {
                                    insert.setString(2, name);
                                    insert.executeUpdate();
                                }
                            }
                            return value(tx, "x") + value(tx, "y") + value(tx, "z");
                        });

        assertThat(sum).isEqualTo(12);
    }

    @Test
    void twoStatementsPreparedBeforeEitherRanBothWork() {
        int found =
                router.write(
                        bucket,
                        tx -> {
                            try (PreparedStatement insert =
                                            prepare(tx, "INSERT INTO item VALUES (?, 'two', 2)");
                                    PreparedStatement select =
                                            prepare(tx, "SELECT value FROM item WHERE name = ?")) {
                                insert.setShort(1, (short) bucket.number());
                                select.setString(1, "two");
                                insert.executeUpdate();
                                try (ResultSet row = select.executeQuery()) {
                                    return row.next() ? row.getInt(1) : -1;
                                }
                            }
                        });

        assertThat(found).isEqualTo(2);
    }

    @Test
    void manyRowsComeInPortionsBehindTheFence() {
        router.write(
                bucket,
                tx -> {
                    try (PreparedStatement fill =
                            prepare(
                                    tx,
                                    "INSERT INTO item SELECT ?, 'row-' || i, i FROM"
                                            + " generate_series(1, 500) i")) {
                        fill.setShort(1, (short) bucket.number());
                        return fill.executeUpdate();
                    }
                });

        int rows =
                router.read(
                        bucket,
                        tx -> {
                            try (PreparedStatement select =
                                    prepare(tx, "SELECT name FROM item ORDER BY value")) {
                                select.setFetchSize(50);
                                int count = 0;
                                try (ResultSet all = select.executeQuery()) {
                                    while (all.next()) {
                                        count++;
                                    }
                                }
                                return count;
                            }
                        });

        assertThat(rows).isEqualTo(500);
    }

    @Test
    void aWriteOfOneStatementTakesTwoRoundTrips() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(first.port());
                Router counted = through(proxy, TestShards.SETTINGS)) {
            counted.write(bucket, tx -> insert(tx, "warm", 0));
            int before = proxy.trips();

            counted.write(bucket, tx -> insert(tx, "cold", 0));

            assertThat(proxy.trips() - before).isEqualTo(2);
            int beforeRead = proxy.trips();

            counted.read(bucket, tx -> value(tx, "warm"));

            assertThat(proxy.trips() - beforeRead).isEqualTo(2);
        }
    }

    @Test
    void aStaleMapIsRefreshedUnseenByTheCaller() {
        router.write(bucket, tx -> insert(tx, "before", 1));
        move(bucket, 2);
        AtomicInteger runs = new AtomicInteger();

        router.write(
                bucket,
                tx -> {
                    runs.incrementAndGet();
                    return insert(tx, "after", 2);
                });

        assertThat(count(second)).isEqualTo("1");
        assertThat(topology.map(Tier.BUILDING).get(bucket))
                .isEqualTo(new Ownership(2, List.of("building-2")));
        assertThat(runs).hasValue(2);
        assertThat(router.<Integer>read(bucket, tx -> value(tx, "after"))).isEqualTo(2);
    }

    @Test
    void aReadFollowsTheBucketToo() {
        move(bucket, 2);
        asOwnerInsert(second, "there", 7);

        assertThat(router.<Integer>read(bucket, tx -> value(tx, "there"))).isEqualTo(7);
    }

    @Test
    void aRefusalThatWorkWrappedOrHidIsStillTheRouters() {
        move(bucket, 2);

        router.write(
                bucket,
                tx -> {
                    try {
                        return insert(tx, "wrapped", 1);
                    } catch (SQLException e) {
                        throw new IllegalArgumentException("a library's own wrapping", e);
                    }
                });
        assertThat(count(second)).isEqualTo("1");
        move(bucket, 2, first, "building-1", second, "building-2", 3);
        router.write(
                bucket,
                tx -> {
                    try {
                        return insert(tx, "hidden", 1);
                    } catch (SQLException e) {
                        return 0;
                    }
                });

        assertThat(count(first)).isEqualTo("1");
    }

    @Test
    void aBucketNobodyKnowsIsUnplaced() {
        shards.asOwner(first, "DELETE FROM plat.plat_bucket WHERE bucket = " + bucket.number());

        assertThatThrownBy(() -> router.write(bucket, tx -> insert(tx, "a", 1)))
                .satisfies(e -> assertCode(e, ErrorCode.BUCKET_UNPLACED));
    }

    @Test
    void whenAShardNeverHeardOfTheBucketAllAreAsked() {
        shards.asOwner(first, "DELETE FROM plat.plat_bucket WHERE bucket = " + bucket.number());
        shards.state(second, bucket, "owned", 5, "");

        router.write(bucket, tx -> insert(tx, "found", 1));

        assertThat(count(second)).isEqualTo("1");
    }

    @Test
    void aFrozenBucketIsWaitedForAndThawedWhenItsMoverIsDead() {
        shards.asOwner(
                first,
                "UPDATE plat.plat_bucket SET state = 'frozen', freeze_no = 1, frozen_until ="
                        + " clock_timestamp() + '300 ms' WHERE bucket = "
                        + bucket.number());

        router.write(bucket, tx -> insert(tx, "thawed", 1));

        assertThat(count(first)).isEqualTo("1");
    }

    @Test
    void aBucketFrozenForTooLongIsTryAgain() {
        shards.state(first, bucket, "frozen", 1, "");

        assertThatThrownBy(() ->
                        router.write(
                                bucket,
                                Deadline.in(Duration.ofMillis(1200)),
                                tx -> insert(tx, "a", 1)))
                .satisfies(e -> assertCode(e, ErrorCode.TRY_AGAIN));
        assertThat(topology.suspicions()).isPositive();
        assertThat(
                        router.<String>read(
                                bucket, tx -> one(tx.connection(), "SELECT count(*) FROM item")))
                .as("reads pass")
                .isEqualTo("0");
    }

    @Test
    void aSwallowedFailureIsNotACommit() {
        assertThatThrownBy(() ->
                        router.write(
                                bucket,
                                tx -> {
                                    insert(tx, "lost", 1);
                                    try {
                                        insert(tx, "lost", 1);
                                    } catch (SQLException e) {
                                        return "all is well";
                                    }
                                    return "unreached";
                                }))
                .satisfies(e -> assertCode(e, ErrorCode.INTERNAL))
                .hasMessageContaining("hid a failure");
        assertThat(count(first)).isEqualTo("0");
    }

    @Test
    void aFailureBehindASavepointIsForgiven() {
        router.write(
                bucket,
                tx -> {
                    insert(tx, "kept", 1);
                    Savepoint savepoint = tx.connection().setSavepoint();
                    try {
                        insert(tx, "kept", 1);
                    } catch (SQLException e) {
                        tx.connection().rollback(savepoint);
                    }
                    return insert(tx, "also kept", 1);
                });

        assertThat(count(first)).isEqualTo("2");
    }

    @Test
    void workThatCommitsByItselfIsRefused() {
        assertThatThrownBy(() ->
                        router.write(
                                bucket,
                                tx -> {
                                    try (Statement statement = tx.connection().createStatement()) {
                                        return statement.execute("COMMIT");
                                    }
                                }))
                .satisfies(e -> assertCode(e, ErrorCode.INTERNAL));
    }

    @Test
    void aConstraintsRefusalKeepsItsCode() {
        router.write(bucket, tx -> insert(tx, "twice", 1));

        assertThatThrownBy(() -> router.write(bucket, tx -> insert(tx, "twice", 1)))
                .isInstanceOfSatisfying(
                        RoutedSqlException.class,
                        e ->
                                assertThat(e.sqlState())
                                        .isEqualTo(RoutedSqlException.UNIQUE_VIOLATION));
    }

    @Test
    void anotherBucketsRowIsNeitherSeenNorWritten() {
        Bucket other = new Bucket(bucket.number() + 2000);
        router.write(bucket, tx -> insert(tx, "mine", 1));

        assertThat(
                        router.<String>read(
                                other, tx -> one(tx.connection(), "SELECT count(*) FROM item")))
                .isEqualTo("0");
        assertThatThrownBy(() -> router.write(other, tx -> insert(tx, "theirs", 1)))
                .satisfies(e -> assertCode(e, ErrorCode.FENCE_BYPASS));
        assertThatThrownBy(() ->
                        router.write(
                                bucket,
                                tx -> {
                                    tx.expect(other);
                                    return 0;
                                }))
                .satisfies(e -> assertCode(e, ErrorCode.INTERNAL));
    }

    @Test
    void aCallInsideWorkIsRefused() {
        assertThatThrownBy(() -> router.write(bucket, tx -> router.read(bucket, inner -> 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatLibrariesDoToAConnectionDoesNoHarm() {
        List<Connection> kept = new ArrayList<>();
        router.write(
                bucket,
                tx -> {
                    Connection connection = tx.connection();
                    kept.add(connection);
                    connection.close();
                    connection.setAutoCommit(false);
                    connection.setReadOnly(false);
                    assertThat(connection.isClosed()).isFalse();
                    assertThat(connection.getAutoCommit()).isFalse();
                    assertThat(connection.isReadOnly()).isFalse();
                    assertThatThrownBy(connection::commit)
                            .isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(connection::rollback)
                            .isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(() -> connection.setAutoCommit(true))
                            .isInstanceOf(IllegalStateException.class);
                    return insert(tx, "a", 1);
                });

        assertThatThrownBy(() -> kept.getFirst().prepareStatement("SELECT 1"))
                .hasMessageContaining("over");
    }

    @Test
    void anActionRunsAfterTheCommitAndNotAfterAFailure() {
        List<String> ran = new ArrayList<>();
        router.write(
                bucket,
                tx -> {
                    tx.afterCommit(() -> ran.add(count(first)));
                    return insert(tx, "a", 1);
                });
        assertThat(ran).containsExactly("1");

        assertThatThrownBy(() ->
                        router.write(
                                bucket,
                                tx -> {
                                    tx.afterCommit(() -> ran.add("never"));
                                    throw new IllegalArgumentException("no");
                                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ran).hasSize(1);
    }

    @Test
    void aCommitWhoseAnswerWasLostIsFoundOutAndNotDoneTwice() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(first.port());
                Router cut = through(proxy, TestShards.SETTINGS)) {
            cut.write(bucket, tx -> insert(tx, "warm", 0));
            AtomicInteger runs = new AtomicInteger();
            proxy.cutSecondTrip(CuttingProxy.Cut.AFTER_COMMIT);

            int changed =
                    cut.write(
                            bucket,
                            tx -> {
                                runs.incrementAndGet();
                                return insert(tx, "once", 1);
                            });

            assertThat(proxy.hasCut()).isTrue();
            assertThat(changed).isEqualTo(1);
            assertThat(runs).hasValue(1);
            assertThat(count(first)).isEqualTo("2");
        }
    }

    @Test
    void aCommitThatNeverArrivedIsDoneAgain() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(first.port());
                Router cut = through(proxy, TestShards.SETTINGS)) {
            cut.write(bucket, tx -> insert(tx, "warm", 0));
            AtomicInteger runs = new AtomicInteger();
            proxy.cutSecondTrip(CuttingProxy.Cut.BEFORE_COMMIT);

            cut.write(
                    bucket,
                    tx -> {
                        runs.incrementAndGet();
                        return insert(tx, "again", 1);
                    });

            assertThat(proxy.hasCut()).isTrue();
            assertThat(runs).hasValue(2);
            assertThat(count(first)).isEqualTo("2");
        }
    }

    @Test
    void aDeadlockIsTriedAgain() throws Exception {
        router.write(bucket, tx -> insert(tx, "a", 0));
        router.write(bucket, tx -> insert(tx, "b", 0));
        CountDownLatch both = new CountDownLatch(2);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> one = executor.submit(() -> crosswise("a", "b", both));
            Future<Integer> other = executor.submit(() -> crosswise("b", "a", both));

            assertThat(one.get() + other.get()).isEqualTo(4);
        }
        assertThat(router.<Integer>read(bucket, tx -> value(tx, "a") + value(tx, "b")))
                .isEqualTo(4);
    }

    @Test
    void fiveThousandCallersQueueAndThoseWhoCannotBeServedAreToldSo() throws Exception {
        try (Router small =
                        PostgresRouter.open(
                                Tier.BUILDING, topology, TestShards.SETTINGS.withSocketsMax(4));
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            router.write(bucket, tx -> insert(tx, "counter", 0));
            List<Future<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < 5000; i++) {
                calls.add(
                        executor.submit(() ->
                                small.read(
                                        bucket,
                                        Deadline.in(Waits.scaled(Duration.ofSeconds(2))),
                                        tx ->
                                                one(tx.connection(), "SELECT pg_sleep(0.02)")
                                                        .isEmpty())));
            }
            int served = 0;
            Map<ErrorCode, Integer> codes = new EnumMap<>(ErrorCode.class);
            for (Future<Boolean> call : calls) {
                try {
                    call.get();
                    served++;
                } catch (ExecutionException e) {
                    PlatException told = (PlatException) Objects.requireNonNull(e.getCause());
                    codes.merge(told.code(), 1, Integer::sum);
                }
            }
            assertThat(served).isPositive();
            assertThat(codes.getOrDefault(ErrorCode.OVERLOADED, 0)).isGreaterThan(1000);
            assertThat(codes.getOrDefault(ErrorCode.DEADLINE_EXCEEDED, 0))
                    .as("those whose turn it just was")
                    .isLessThanOrEqualTo(4);
            assertThat(codes).hasSizeLessThanOrEqualTo(2);
            assertThat(small.<Integer>read(bucket, tx -> value(tx, "counter"))).isZero();
        }
    }

    @Test
    void aScatterCountsEachBucketOnceAlsoDuringAMove() {
        Bucket here = new Bucket(bucket.number() + 1000);
        shards.asOwner(first, "DELETE FROM item", "DELETE FROM audit_head");
        shards.asOwner(second, "DELETE FROM item");
        router.write(bucket, tx -> insert(tx, "a", 1));
        // The target of a move holds a copy of the rows before it owns them.
        shards.state(second, here, "importing", 1, "building-1");
        shards.asOwner(first, "INSERT INTO item VALUES (" + here.number() + ", 'copied', 1)");
        shards.asOwner(second, "INSERT INTO item VALUES (" + here.number() + ", 'copied', 1)");

        Router.Scatter<Integer> scatter =
                router.scatter(
                        Deadline.in(Duration.ofSeconds(5)),
                        tx -> Integer.valueOf(one(tx.connection(), "SELECT count(*) FROM item")));

        assertThat(scatter.parts().stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
        assertThat(scatter.parts()).hasSize(2);
    }

    @Test
    void aDatabaseThatIsAnotherShardIsRefused() {
        MemoryTopology crossed =
                shards.topology()
                        .put(
                                new dev.plat.router.core.Node(
                                        Tier.BUILDING,
                                        "building-1",
                                        "zone-1",
                                        100,
                                        dev.plat.router.core.Node.State.ACTIVE,
                                        second.address()));
        try (Router wrong = PostgresRouter.open(Tier.BUILDING, crossed, TestShards.SETTINGS)) {
            assertThatThrownBy(() -> wrong.write(bucket, tx -> insert(tx, "a", 1)))
                    .satisfies(e -> assertCode(e, ErrorCode.WRONG_CLUSTER));
        }
    }

    private int crosswise(String one, String other, CountDownLatch both) {
        return router.write(
                bucket,
                tx -> {
                    int changed = bump(tx, one);
                    both.countDown();
                    try {
                        both.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return changed + bump(tx, other);
                });
    }

    private int bump(Tx tx, String name) throws SQLException {
        try (PreparedStatement update =
                prepare(tx, "UPDATE item SET value = value + 1 WHERE bucket = ? AND name = ?")) {
            update.setShort(1, (short) bucket.number());
            update.setString(2, name);
            return update.executeUpdate();
        }
    }

    /** To the first shard through the proxy; the second stays as it is. */
    private Router through(CuttingProxy proxy, PostgresSettings settings) {
        MemoryTopology detour =
                shards.topology()
                        .put(
                                new dev.plat.router.core.Node(
                                        Tier.BUILDING,
                                        "building-1",
                                        "zone-0",
                                        100,
                                        dev.plat.router.core.Node.State.ACTIVE,
                                        "127.0.0.1:" + proxy.port() + "/" + first.database()));
        return PostgresRouter.open(Tier.BUILDING, detour, settings);
    }

    private void move(Bucket which, long epoch) {
        move(which, 1, second, "building-2", first, "building-1", epoch);
    }

    /** What a mover does to the two rows, in its order. */
    private void move(
            Bucket which,
            long from,
            PostgresServer target,
            String targetName,
            PostgresServer source,
            String sourceName,
            long epoch) {
        shards.state(target, which, "importing", from, sourceName);
        shards.state(source, which, "moved", epoch, targetName);
        shards.state(target, which, "owned", epoch, "");
    }

    private int insert(Tx tx, String name, int value) throws SQLException {
        try (PreparedStatement insert = prepare(tx, "INSERT INTO item VALUES (?, ?, ?)")) {
            insert.setShort(1, (short) bucket.number());
            insert.setString(2, name);
            insert.setInt(3, value);
            return insert.executeUpdate();
        }
    }

    private static int value(Tx tx, String name) throws SQLException {
        try (PreparedStatement select = prepare(tx, "SELECT value FROM item WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getInt(1) : -1;
            }
        }
    }

    private static PreparedStatement prepare(Tx tx, String sql) throws SQLException {
        return tx.connection().prepareStatement(sql);
    }

    private String count(PostgresServer server) {
        return asSuperuser(server, "SELECT count(*) FROM item WHERE bucket = " + bucket.number());
    }

    private void asOwnerInsert(PostgresServer server, String name, int value) {
        shards.asOwner(
                server,
                "INSERT INTO item VALUES (" + bucket.number() + ", '" + name + "', " + value + ")");
    }

    private static void assertCode(Throwable e, ErrorCode code) {
        assertThat(e).isInstanceOf(PlatException.class);
        assertThat(((PlatException) e).code()).isEqualTo(code);
    }
}
