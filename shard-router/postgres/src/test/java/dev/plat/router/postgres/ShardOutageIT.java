package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.asSuperuser;
import static dev.plat.router.postgres.TestShards.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.Deadline;
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
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@Servers(postgres = 2, tier = "building", own = true, settings = "fsync=on")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShardOutageIT {

    private static final Bucket HERE = new Bucket(2);
    private static final Bucket ELSEWHERE = new Bucket(3);

    private final TestShards shards;
    private final PostgresServer first;

    ShardOutageIT(PostgresServers servers) {
        shards = TestShards.install(servers);
        first = servers.first();
    }

    @Test
    void whileAShardIsDownItsCallersAreToldInTimeAndTheOthersServed() {
        try (Router router = open()) {
            router.write(HERE, tx -> insert(tx, HERE, "before"));
            first.stop();
            long start = System.nanoTime();

            assertThatThrownBy(() ->
                            router.write(
                                    HERE,
                                    Deadline.in(Duration.ofSeconds(2)),
                                    tx -> insert(tx, HERE, "lost")))
                    .isInstanceOfSatisfying(
                            PlatException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.TRY_AGAIN));

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Waits.scaled(Duration.ofSeconds(5)));
            assertThat(router.<Integer>write(ELSEWHERE, tx -> insert(tx, ELSEWHERE, "fine")))
                    .isEqualTo(1);
            Router.Scatter<String> scatter =
                    router.scatter(
                            Deadline.in(Duration.ofSeconds(3)),
                            tx -> one(tx.connection(), "SELECT count(*) FROM item"));
            assertThat(scatter.complete()).isFalse();
            assertThat(scatter.unanswered()).hasSize(2048).contains(HERE);
            assertThat(scatter.parts()).hasSize(1);

            first.restart();

            assertThat(router.<Integer>write(HERE, tx -> insert(tx, HERE, "after"))).isEqualTo(1);
        }
    }

    /** Every acknowledged row is there, and none twice, though the server is killed under load. */
    @Test
    void aCrashLosesNothingThatWasAcknowledgedAndRepeatsNothing() throws Exception {
        AtomicBoolean go = new AtomicBoolean(true);
        AtomicInteger number = new AtomicInteger();
        List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
        List<String> refused = Collections.synchronizedList(new ArrayList<>());
        try (Router router = open();
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                writers.add(
                        executor.submit(() -> {
                            while (go.get()) {
                                String name = "n" + number.incrementAndGet();
                                try {
                                    // One call may meet all three crashes.
                                    router.write(
                                            HERE,
                                            Deadline.in(Waits.scaled(Duration.ofMinutes(1))),
                                            tx -> insert(tx, HERE, name));
                                    acknowledged.add(name);
                                } catch (PlatException e) {
                                    refused.add(name + " " + e.code());
                                }
                            }
                        }));
            }
            for (int crash = 0; crash < 3; crash++) {
                int seen = acknowledged.size();
                Waits.until("writes go on", () -> acknowledged.size() > seen + 100);
                first.crash();
                first.restart();
            }
            int seen = acknowledged.size();
            Waits.until("writes go on", () -> acknowledged.size() > seen + 100);
            go.set(false);
            for (Future<?> writer : writers) {
                writer.get();
            }
        }

        // A row's name is its key: written twice it would have failed with 23505.
        assertThat(refused).allMatch(text -> text.contains("COMMIT_UNKNOWN"));
        List<String> there =
                List.of(
                        asSuperuser(
                                        first,
                                        "SELECT string_agg(name, ',') FROM item WHERE name LIKE"
                                                + " 'n%'")
                                .split(",", -1));
        assertThat(there).containsAll(acknowledged);
    }

    private Router open() {
        return PostgresRouter.open(Tier.BUILDING, shards.topology(), TestShards.SETTINGS);
    }

    private static int insert(Tx tx, Bucket bucket, String name) throws SQLException {
        try (PreparedStatement insert =
                tx.connection().prepareStatement("INSERT INTO item VALUES (?, ?, 1)")) {
            insert.setShort(1, (short) bucket.number());
            insert.setString(2, name);
            return insert.executeUpdate();
        }
    }
}
