package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How statements reach the shard behind the fence, and in how many round trips. */
@Servers(postgres = 2, tier = "building")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutedStatementIT {

    private final TestShards shards;
    private final PostgresServer first;
    private final PostgresServer second;
    private MemoryTopology topology;
    private Router router;
    private Bucket bucket = new Bucket(0);

    RoutedStatementIT(PostgresServers servers) {
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
    void aWriteIsCommittedOnTheShardThatOwnsTheBucket() {
        int changed = router.write(bucket, tx -> Items.insert(tx, "a", 1));

        assertThat(changed).isEqualTo(1);
        assertThat(Items.count(first, bucket)).isEqualTo("1");
        assertThat(Items.count(second, bucket)).isEqualTo("0");
        assertThat(router.<Integer>read(bucket, tx -> Items.value(tx, "a"))).isEqualTo(1);
    }

    @Test
    void everyFormOfStatementPassesTheFence() {
        int sum =
                router.write(
                        bucket,
                        tx -> {
                            try (PreparedStatement batch =
                                    Items.prepare(tx, "INSERT INTO item VALUES (?, ?, ?)")) {
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
                                            Items.prepare(
                                                    tx, "UPDATE item SET value = value + ?")) {
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
                                            Items.prepare(
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
                                    Items.prepare(tx, "INSERT INTO item VALUES (?, ?, ?)")) {
                                insert.setShort(1, (short) bucket.number());
                                insert.setInt(3, 4);
                                for (String name : List.of("x", "y", "z")) {
                                    insert.setString(2, name);
                                    insert.executeUpdate();
                                }
                            }
                            return Items.value(tx, "x")
                                    + Items.value(tx, "y")
                                    + Items.value(tx, "z");
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
                                            Items.prepare(
                                                    tx, "INSERT INTO item VALUES (?, 'two', 2)");
                                    PreparedStatement select =
                                            Items.prepare(
                                                    tx, "SELECT value FROM item WHERE name = ?")) {
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
                            Items.prepare(
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
                                    Items.prepare(tx, "SELECT name FROM item ORDER BY value")) {
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
                Router counted = Items.through(proxy, shards, TestShards.SETTINGS)) {
            counted.write(bucket, tx -> Items.insert(tx, "warm", 0));
            int before = proxy.trips();

            counted.write(bucket, tx -> Items.insert(tx, "cold", 0));

            assertThat(proxy.trips() - before).isEqualTo(2);
            int beforeRead = proxy.trips();

            counted.read(bucket, tx -> Items.value(tx, "warm"));

            assertThat(proxy.trips() - beforeRead).isEqualTo(2);
        }
    }
}
