package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.RoutedSqlException;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Tier;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How transactions end: with a commit, with a failure, or with a connection that broke. */
@Servers(postgres = 2, tier = "building")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionEndIT {

    private final TestShards shards;
    private final PostgresServer first;
    private MemoryTopology topology;
    private Router router;
    private Bucket bucket = new Bucket(0);

    TransactionEndIT(PostgresServers servers) {
        shards = TestShards.install(servers);
        first = servers.get(0);
        topology = shards.topology();
        router = PostgresRouter.open(Tier.BUILDING, topology, TestShards.SETTINGS);
    }

    /** Even buckets are the first server's, so each test has one of its own there. */
    @BeforeEach
    void ownBucket() {
        bucket = new Bucket(bucket.number() + 2);
    }

    @AfterEach
    void freshRouter() {
        router.close();
        topology = shards.topology();
        router = PostgresRouter.open(Tier.BUILDING, topology, TestShards.SETTINGS);
    }

    @Test
    void aSwallowedFailureIsNotACommit() {
        assertThatThrownBy(() ->
                        router.write(
                                bucket,
                                tx -> {
                                    Items.insert(tx, "lost", 1);
                                    try {
                                        Items.insert(tx, "lost", 1);
                                    } catch (SQLException e) {
                                        return "all is well";
                                    }
                                    return "unreached";
                                }))
                .satisfies(e -> Items.assertCode(e, ErrorCode.INTERNAL))
                .hasMessageContaining("hid a failure");
        assertThat(Items.count(first, bucket)).isEqualTo("0");
    }

    @Test
    void aFailureBehindASavepointIsForgiven() {
        router.write(
                bucket,
                tx -> {
                    Items.insert(tx, "kept", 1);
                    Savepoint savepoint = tx.connection().setSavepoint();
                    try {
                        Items.insert(tx, "kept", 1);
                    } catch (SQLException e) {
                        tx.connection().rollback(savepoint);
                    }
                    return Items.insert(tx, "also kept", 1);
                });

        assertThat(Items.count(first, bucket)).isEqualTo("2");
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
                .satisfies(e -> Items.assertCode(e, ErrorCode.INTERNAL));
    }

    @Test
    void aConstraintsRefusalKeepsItsCode() {
        router.write(bucket, tx -> Items.insert(tx, "twice", 1));

        assertThatThrownBy(() -> router.write(bucket, tx -> Items.insert(tx, "twice", 1)))
                .isInstanceOfSatisfying(
                        RoutedSqlException.class,
                        e ->
                                assertThat(e.sqlState())
                                        .isEqualTo(RoutedSqlException.UNIQUE_VIOLATION));
    }

    @Test
    void anActionRunsAfterTheCommitAndNotAfterAFailure() {
        List<String> ran = new ArrayList<>();
        router.write(
                bucket,
                tx -> {
                    tx.afterCommit(() -> ran.add(Items.count(first, bucket)));
                    return Items.insert(tx, "a", 1);
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
                Router cut = Items.through(proxy, shards, TestShards.SETTINGS)) {
            cut.write(bucket, tx -> Items.insert(tx, "warm", 0));
            AtomicInteger runs = new AtomicInteger();
            proxy.cutSecondTrip(CuttingProxy.Cut.AFTER_COMMIT);

            int changed =
                    cut.write(
                            bucket,
                            tx -> {
                                runs.incrementAndGet();
                                return Items.insert(tx, "once", 1);
                            });

            assertThat(proxy.hasCut()).isTrue();
            assertThat(changed).isEqualTo(1);
            assertThat(runs).hasValue(1);
            assertThat(Items.count(first, bucket)).isEqualTo("2");
        }
    }

    @Test
    void aCommitThatNeverArrivedIsDoneAgain() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(first.port());
                Router cut = Items.through(proxy, shards, TestShards.SETTINGS)) {
            cut.write(bucket, tx -> Items.insert(tx, "warm", 0));
            AtomicInteger runs = new AtomicInteger();
            proxy.cutSecondTrip(CuttingProxy.Cut.BEFORE_COMMIT);

            cut.write(
                    bucket,
                    tx -> {
                        runs.incrementAndGet();
                        return Items.insert(tx, "again", 1);
                    });

            assertThat(proxy.hasCut()).isTrue();
            assertThat(runs).hasValue(2);
            assertThat(Items.count(first, bucket)).isEqualTo("2");
        }
    }

    @Test
    void aDeadlockIsTriedAgain() throws Exception {
        router.write(bucket, tx -> Items.insert(tx, "a", 0));
        router.write(bucket, tx -> Items.insert(tx, "b", 0));
        CountDownLatch both = new CountDownLatch(2);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> one = executor.submit(() -> crosswise("a", "b", both));
            Future<Integer> other = executor.submit(() -> crosswise("b", "a", both));

            assertThat(one.get() + other.get()).isEqualTo(4);
        }
        assertThat(router.<Integer>read(bucket, tx -> Items.value(tx, "a") + Items.value(tx, "b")))
                .isEqualTo(4);
    }

    private int crosswise(String one, String other, CountDownLatch both) {
        return router.write(
                bucket,
                tx -> {
                    int changed = Items.bump(tx, one);
                    both.countDown();
                    try {
                        both.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return changed + Items.bump(tx, other);
                });
    }
}
