package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A question to all shards while buckets change hands. */
@Servers(postgres = 2, tier = "building")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScatterIT {

    private final TestShards shards;
    private final PostgresServer first;
    private final PostgresServer second;
    private MemoryTopology topology;
    private Router router;
    private Bucket bucket = new Bucket(0);

    ScatterIT(PostgresServers servers) {
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
    void aScatterCountsEachBucketOnceAlsoDuringAMove() {
        Bucket here = new Bucket(bucket.number() + 1000);
        shards.asOwner(first, "DELETE FROM item", "DELETE FROM audit_head");
        shards.asOwner(second, "DELETE FROM item");
        router.write(bucket, tx -> Items.insert(tx, "a", 1));
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

    /**
     * Both shards hold the rows of every bucket that moves, from before the first move, so a bucket
     * that is counted twice or missed shows in the sum; and the buckets never rest.
     */
    @Test
    void nothingIsCountedTwiceOrMissedWhileBucketsChangeHands() throws Exception {
        int moving = 20;
        shards.asOwner(first, "DELETE FROM item");
        shards.asOwner(second, "DELETE FROM item");
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < moving; i++) {
            Bucket one = new Bucket(2000 + 2 * i);
            buckets.add(one);
            Items.put(shards, first, one, "row", 1);
            Items.put(shards, second, one, "row", 1);
        }
        AtomicBoolean go = new AtomicBoolean(true);
        AtomicInteger moves = new AtomicInteger();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                Items.Ending _ = () -> go.set(false)) {
            Future<?> mover =
                    executor.submit(() -> {
                        for (long epoch = 1; go.get(); epoch++) {
                            int source = (int) (1 - epoch % 2);
                            for (Bucket one : buckets) {
                                Items.move(shards, one, epoch, source, 1 - source, epoch + 1);
                                moves.incrementAndGet();
                            }
                        }
                    });
            int complete = 0;
            for (int i = 0; i < 60 || moves.get() < 100; i++) {
                Router.Scatter<Integer> scatter =
                        router.scatter(
                                Deadline.in(Waits.scaled(Duration.ofSeconds(5))),
                                tx ->
                                        Integer.valueOf(
                                                one(tx.connection(), "SELECT count(*) FROM item")));
                long missing = scatter.unanswered().stream().filter(buckets::contains).count();
                assertThat(scatter.parts().stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(moving - (int) missing);
                complete += scatter.complete() ? 1 : 0;
            }
            go.set(false);
            mover.get();
            assertThat(complete).as("those that named no bucket as open").isGreaterThan(50);
        }
    }

    @Test
    void aBucketBetweenTwoOwnersIsAskedForUntilItIsGranted() throws Exception {
        Bucket late = new Bucket(bucket.number() + 3000);
        shards.asOwner(first, "DELETE FROM item");
        shards.asOwner(second, "DELETE FROM item");
        Items.put(shards, second, late, "row", 1);
        shards.state(second, late, "importing", 1, "building-1");
        shards.state(first, late, "moved", 2, "building-2");
        AtomicInteger runs = new AtomicInteger();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Router.Scatter<Integer>> asking =
                    executor.submit(() ->
                            router.scatter(
                                    Deadline.in(Waits.scaled(Duration.ofSeconds(10))),
                                    tx -> {
                                        runs.incrementAndGet();
                                        return Integer.valueOf(
                                                one(tx.connection(), "SELECT count(*) FROM item"));
                                    }));
            Waits.until("both shards were asked", () -> runs.get() == 2);
            Waits.always(Duration.ofMillis(100), "it waits", () -> !asking.isDone());

            shards.state(second, late, "owned", 2, "");

            assertThat(asking.get().complete()).isTrue();
            assertThat(asking.get().parts()).contains(1);
            assertThat(runs).as("work is spared while there is nothing new").hasValue(3);
        }
    }

    @Test
    void whatNobodyClaimsUntilTheDeadlineIsNamed() {
        Bucket lost = new Bucket(bucket.number() + 3500);
        shards.state(first, lost, "moved", 2, "building-2");

        Router.Scatter<Integer> scatter =
                router.scatter(Deadline.in(Duration.ofMillis(300)), tx -> 1);

        assertThat(scatter.parts()).hasSize(2);
        assertThat(scatter.unanswered()).containsExactly(lost);
        shards.state(first, lost, "owned", 1, "");
    }

    @Test
    void aMistakeInTheWorkComesBackAsItIs() {
        assertThatThrownBy(() ->
                        router.scatter(
                                Deadline.in(Duration.ofSeconds(5)),
                                tx -> {
                                    throw new IllegalArgumentException("mine");
                                }))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
