package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.asSuperuser;
import static dev.plat.router.postgres.TestShards.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.Committed;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.router.core.WriteOptions;
import dev.plat.router.core.WriteOptions.Isolation;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Isolation levels, and commits whose answer was lost. */
@Servers(postgres = 2, tier = "building")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WriteOptionsIT {

    private static final WriteOptions KEY = WriteOptions.usual().withIdempotencyKey("order 17");

    private final TestShards shards;
    private final PostgresServer first;
    private final PostgresServer second;
    private final Router router;
    private Bucket bucket = new Bucket(0);

    WriteOptionsIT(PostgresServers servers) {
        shards = TestShards.install(servers);
        first = servers.get(0);
        second = servers.get(1);
        router = PostgresRouter.open(Tier.BUILDING, shards.topology(), TestShards.SETTINGS);
    }

    @BeforeEach
    void ownBucket() {
        bucket = new Bucket(bucket.number() + 2);
    }

    @AfterAll
    void close() {
        router.close();
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void theTransactionHasTheIsolationItAskedFor(Isolation isolation) {
        Committed<String> found =
                router.write(
                        bucket,
                        WriteOptions.usual().withIsolation(isolation),
                        tx -> {
                            Items.insert(tx, isolation.name(), 1);
                            return one(
                                            tx.connection(),
                                            "SELECT current_setting('transaction_isolation')")
                                    + " "
                                    + tx.connection().getTransactionIsolation();
                        });

        assertThat(found)
                .isEqualTo(
                        new Committed.Now<>(
                                switch (isolation) {
                                    case READ_COMMITTED ->
                                            "read committed "
                                                    + Connection.TRANSACTION_READ_COMMITTED;
                                    case REPEATABLE_READ ->
                                            "repeatable read "
                                                    + Connection.TRANSACTION_REPEATABLE_READ;
                                    case SERIALIZABLE ->
                                            "serializable " + Connection.TRANSACTION_SERIALIZABLE;
                                }));
    }

    /**
     * Read, think, write: at READ COMMITTED this loses updates, above it each conflict is rerun.
     */
    @ParameterizedTest
    @EnumSource(names = {"REPEATABLE_READ", "SERIALIZABLE"})
    void aConflictAboveReadCommittedIsRunAgain(Isolation isolation) throws Exception {
        router.write(bucket, tx -> Items.insert(tx, "n", 0));
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger readers = new AtomicInteger();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> both = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                both.add(
                        executor.submit(() -> {
                            for (int n = 0; n < 5; n++) {
                                router.write(
                                        bucket,
                                        WriteOptions.usual().withIsolation(isolation),
                                        tx -> {
                                            runs.incrementAndGet();
                                            int next = Items.value(tx, "n") + 1;
                                            if (readers.incrementAndGet() <= 2) {
                                                meet(readers);
                                            }
                                            try (var update =
                                                    Items.prepare(
                                                            tx,
                                                            "UPDATE item SET value = ? WHERE name = 'n'")) {
                                                update.setInt(1, next);
                                                return update.executeUpdate();
                                            }
                                        });
                            }
                        }));
            }
            for (Future<?> one : both) {
                one.get();
            }
        }

        assertThat(router.<Integer>read(bucket, tx -> Items.value(tx, "n"))).isEqualTo(10);
        assertThat(runs.get()).as("there were conflicts").isGreaterThan(10);
    }

    @Test
    void aTransactionThatMeetsOthersManyTimesGoesOn() {
        router.write(bucket, tx -> Items.insert(tx, "n", 0));
        AtomicInteger runs = new AtomicInteger();

        router.write(
                bucket,
                WriteOptions.usual()
                        .withIsolation(Isolation.REPEATABLE_READ)
                        .withDeadline(Deadline.in(Waits.scaled(Duration.ofSeconds(20)))),
                tx -> readMeetAndWrite(tx, runs.incrementAndGet() <= 25));

        assertThat(runs).hasValue(26);
        assertThat(router.<Integer>read(bucket, tx -> Items.value(tx, "n"))).isEqualTo(26);
    }

    private int readMeetAndWrite(Tx tx, boolean meet) throws SQLException {
        int before = Items.value(tx, "n");
        if (meet) {
            asSuperuser(
                    first,
                    "UPDATE item SET value = value + 1 WHERE bucket = "
                            + bucket.number()
                            + " RETURNING value");
        }
        assertThat(Items.bump(tx, "n")).isEqualTo(1);
        return before;
    }

    /** So that one of them must conflict with the other. */
    private static void meet(AtomicInteger readers) {
        Waits.until("both have read", () -> readers.get() > 1);
    }

    @Test
    void aCommitWhoseAnswerWasLostIsFoundByItsRow() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(first.port());
                Router cut = Items.through(proxy, shards, TestShards.SETTINGS)) {
            cut.write(bucket, tx -> Items.insert(tx, "warm", 0));
            AtomicInteger runs = new AtomicInteger();
            AtomicInteger after = new AtomicInteger();
            proxy.cutTrip(3, CuttingProxy.Cut.AFTER_COMMIT);

            Committed<String> done =
                    cut.write(
                            bucket,
                            KEY,
                            tx -> {
                                tx.afterCommit(after::incrementAndGet);
                                Items.insert(tx, "once", runs.incrementAndGet());
                                return "run " + runs;
                            });

            assertThat(proxy.hasCut()).isTrue();
            assertThat(done).isEqualTo(new Committed.Now<>("run 1"));
            assertThat(runs).hasValue(1);
            assertThat(after).hasValue(1);
            assertThat(Items.count(first, bucket)).isEqualTo("2");
        }
    }

    @Test
    void aCommitThatNeverArrivedIsDoneAgainWithItsRow() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(first.port());
                Router cut = Items.through(proxy, shards, TestShards.SETTINGS)) {
            cut.write(bucket, tx -> Items.insert(tx, "warm", 0));
            AtomicInteger runs = new AtomicInteger();
            proxy.cutTrip(3, CuttingProxy.Cut.BEFORE_COMMIT);

            Committed<Integer> done =
                    cut.write(bucket, KEY, tx -> Items.insert(tx, "again", runs.incrementAndGet()));

            assertThat(proxy.hasCut()).isTrue();
            assertThat(done).isEqualTo(new Committed.Now<>(1));
            assertThat(runs).hasValue(2);
            assertThat(Items.count(first, bucket)).isEqualTo("2");
        }
    }

    /** Where a transaction id means nothing: another shard owns the bucket when one asks. */
    @Test
    void aCommitIsFoundByItsRowWhereTheBucketHasMoved() throws Exception {
        MemoryTopology topology = shards.topology();
        AtomicInteger runs = new AtomicInteger();
        try (CuttingProxy proxy = new CuttingProxy(first.port());
                Router cut = Items.through(proxy, shards, topology, TestShards.SETTINGS);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            cut.write(bucket, tx -> Items.insert(tx, "warm", 0));
            proxy.cutTrip(3, CuttingProxy.Cut.AFTER_COMMIT_AND_SHUT);
            Future<Committed<Integer>> done =
                    executor.submit(() ->
                            cut.write(
                                    bucket,
                                    KEY,
                                    tx -> Items.insert(tx, "once", runs.incrementAndGet())));
            Waits.until("cut", proxy::hasCut);
            Waits.until("committed", () -> Items.count(first, bucket).equals("2"));
            copyIdempotency();
            Items.move(shards, bucket, 1, 0, 1, 2);
            topology.learn(Tier.BUILDING, bucket, new Ownership(2, List.of("building-2")));

            assertThat(done.get()).isEqualTo(new Committed.Now<>(1));
            assertThat(runs).hasValue(1);
            assertThat(Items.count(second, bucket)).as("nothing was written again").isEqualTo("0");
        }
    }

    @Test
    void aCommitNobodyCanAskAboutIsUnknown() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(first.port());
                Router cut = Items.through(proxy, shards, TestShards.SETTINGS)) {
            cut.write(bucket, tx -> Items.insert(tx, "warm", 0));
            proxy.cutTrip(3, CuttingProxy.Cut.AFTER_COMMIT_AND_SHUT);

            assertThatThrownBy(() ->
                            cut.write(
                                    bucket,
                                    KEY.withDeadline(Deadline.in(Duration.ofMillis(500))),
                                    tx -> Items.insert(tx, "who knows", 1)))
                    .satisfies(e -> Items.assertCode(e, ErrorCode.COMMIT_UNKNOWN));
            assertThat(router.write(bucket, KEY, tx -> Items.insert(tx, "who knows", 1)))
                    .as("the key makes a repeat safe")
                    .isEqualTo(new Committed.Earlier<>());
        }
    }

    @Test
    void ofManyCallsWithOneKeyOneIsCommitted() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger earlier = new AtomicInteger();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                int number = i;
                Isolation isolation =
                        i % 2 == 0 ? Isolation.READ_COMMITTED : Isolation.SERIALIZABLE;
                calls.add(
                        executor.submit(() -> {
                            switch (router.write(
                                    bucket,
                                    KEY.withIsolation(isolation),
                                    tx -> Items.insert(tx, "by " + number, 1))) {
                                case Committed.Now<Integer> _ -> now.incrementAndGet();
                                case Committed.Earlier<Integer> _ -> earlier.incrementAndGet();
                            }
                        }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }

        assertThat(now).hasValue(1);
        assertThat(earlier).hasValue(23);
        assertThat(Items.count(first, bucket)).isEqualTo("1");
    }

    @Test
    void aFailedWriteLeavesItsKeyFree() {
        assertThatThrownBy(() ->
                        router.write(
                                bucket,
                                KEY,
                                tx -> {
                                    throw new IllegalArgumentException("no");
                                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(router.write(bucket, KEY, tx -> Items.insert(tx, "a", 1)))
                .isEqualTo(new Committed.Now<>(1));
    }

    private void copyIdempotency() {
        String where = " WHERE bucket = " + bucket.number();
        String key = asSuperuser(first, "SELECT key FROM idempotency" + where);
        String mark = asSuperuser(first, "SELECT request_sha256 FROM idempotency" + where);
        shards.asOwner(
                second,
                "INSERT INTO idempotency (bucket, key, request_sha256) VALUES ("
                        + bucket.number()
                        + ", '"
                        + key
                        + "', '"
                        + mark
                        + "')");
    }
}
