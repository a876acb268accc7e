package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Tier;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the router does when a bucket is not where, or not as, the map says. */
@Servers(postgres = 2, tier = "building")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutingIT {

    private final TestShards shards;
    private final PostgresServer first;
    private final PostgresServer second;
    private MemoryTopology topology;
    private Router router;
    private Bucket bucket = new Bucket(0);

    RoutingIT(PostgresServers servers) {
        shards = TestShards.install(servers);
        first = servers.get(0);
        second = servers.get(1);
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
    void aStaleMapIsRefreshedUnseenByTheCaller() {
        router.write(bucket, tx -> Items.insert(tx, "before", 1));
        Items.move(shards, bucket, 1, 0, 1, 2);
        AtomicInteger runs = new AtomicInteger();

        router.write(
                bucket,
                tx -> {
                    runs.incrementAndGet();
                    return Items.insert(tx, "after", 2);
                });

        assertThat(Items.count(second, bucket)).isEqualTo("1");
        assertThat(topology.map(Tier.BUILDING).get(bucket))
                .isEqualTo(new Ownership(2, List.of("building-2")));
        assertThat(runs).hasValue(2);
        assertThat(router.<Integer>read(bucket, tx -> Items.value(tx, "after"))).isEqualTo(2);
    }

    @Test
    void aReadFollowsTheBucketToo() {
        Items.move(shards, bucket, 1, 0, 1, 2);
        Items.put(shards, second, bucket, "there", 7);

        assertThat(router.<Integer>read(bucket, tx -> Items.value(tx, "there"))).isEqualTo(7);
    }

    @Test
    void aRefusalThatWorkWrappedOrHidIsStillTheRouters() {
        Items.move(shards, bucket, 1, 0, 1, 2);

        router.write(
                bucket,
                tx -> {
                    try {
                        return Items.insert(tx, "wrapped", 1);
                    } catch (SQLException e) {
                        throw new IllegalArgumentException("a library's own wrapping", e);
                    }
                });
        assertThat(Items.count(second, bucket)).isEqualTo("1");
        Items.move(shards, bucket, 2, 1, 0, 3);
        router.write(
                bucket,
                tx -> {
                    try {
                        return Items.insert(tx, "hidden", 1);
                    } catch (SQLException e) {
                        return 0;
                    }
                });

        assertThat(Items.count(first, bucket)).isEqualTo("1");
    }

    @Test
    void aBucketNobodyKnowsIsUnplaced() {
        shards.asOwner(first, "DELETE FROM plat.plat_bucket WHERE bucket = " + bucket.number());

        assertThatThrownBy(() -> router.write(bucket, tx -> Items.insert(tx, "a", 1)))
                .satisfies(e -> Items.assertCode(e, ErrorCode.BUCKET_UNPLACED));
    }

    @Test
    void whenAShardNeverHeardOfTheBucketAllAreAsked() {
        shards.asOwner(first, "DELETE FROM plat.plat_bucket WHERE bucket = " + bucket.number());
        shards.state(second, bucket, "owned", 5, "");

        router.write(bucket, tx -> Items.insert(tx, "found", 1));

        assertThat(Items.count(second, bucket)).isEqualTo("1");
    }

    @Test
    void aFrozenBucketIsWaitedForAndThawedWhenItsMoverIsDead() {
        shards.asOwner(
                first,
                "UPDATE plat.plat_bucket SET state = 'frozen', freeze_no = 1, frozen_until ="
                        + " clock_timestamp() + '300 ms' WHERE bucket = "
                        + bucket.number());

        router.write(bucket, tx -> Items.insert(tx, "thawed", 1));

        assertThat(Items.count(first, bucket)).isEqualTo("1");
    }

    @Test
    void aBucketFrozenForTooLongIsTryAgain() {
        shards.state(first, bucket, "frozen", 1, "");
        connect();

        assertThatThrownBy(() ->
                        router.write(
                                bucket,
                                Deadline.in(Duration.ofSeconds(2)),
                                tx -> Items.insert(tx, "a", 1)))
                .satisfies(e -> Items.assertCode(e, ErrorCode.TRY_AGAIN));
        assertThat(topology.suspicions()).isPositive();
        assertThat(connect()).as("reads pass").isEqualTo("0");
    }

    /** So that a short deadline is not over before a connection is there. */
    private String connect() {
        return router.read(bucket, tx -> one(tx.connection(), "SELECT count(*) FROM item"));
    }

    @Test
    void aWaitThatEndsAtTheDoorIsNoOverload() {
        shards.state(first, bucket, "frozen", 1, "");
        connect();
        for (int millis = 100; millis < 130; millis++) {
            Deadline deadline = Deadline.in(Duration.ofMillis(millis));
            assertThatThrownBy(() -> router.write(bucket, deadline, tx -> Items.insert(tx, "a", 1)))
                    .satisfies(e -> Items.assertCode(e, ErrorCode.TRY_AGAIN));
        }
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
            assertThatThrownBy(() -> wrong.write(bucket, tx -> Items.insert(tx, "a", 1)))
                    .satisfies(e -> Items.assertCode(e, ErrorCode.WRONG_CLUSTER));
        }
    }
}
