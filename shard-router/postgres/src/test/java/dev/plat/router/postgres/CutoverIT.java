package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.asSuperuser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.router.core.WriteOptions;
import dev.plat.router.core.WriteOptions.Isolation;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A bucket goes to and fro between two shards under writers of each isolation level. */
@Servers(postgres = 2, tier = "building")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutoverIT {

    private static final int CUTOVERS = 30;
    private static final int WRITERS = 6;

    private final TestShards shards;

    CutoverIT(PostgresServers servers) {
        shards = TestShards.install(servers);
    }

    /**
     * Each acknowledged write adds 1 to its writer's row. The mover copies the rows while the
     * bucket is frozen, so a write that got past the fence too late would be left behind on the old
     * owner, and a write that was done twice would be one too many: their sum says both.
     */
    @ParameterizedTest
    @EnumSource(Isolation.class)
    void noAcknowledgedWriteIsLostOrDoneTwiceAcrossCutovers(Isolation isolation) throws Exception {
        Bucket bucket =
                switch (isolation) {
                    case READ_COMMITTED -> new Bucket(10);
                    case REPEATABLE_READ -> new Bucket(12);
                    case SERIALIZABLE -> new Bucket(14);
                };
        for (int i = 0; i < WRITERS; i++) {
            Items.put(shards, shards.server(0), bucket, "n" + i, 0);
        }
        AtomicBoolean go = new AtomicBoolean(true);
        AtomicInteger acknowledged = new AtomicInteger();
        WriteOptions options = WriteOptions.usual().withIsolation(isolation);
        try (Router router =
                        PostgresRouter.open(Tier.BUILDING, shards.topology(), TestShards.SETTINGS);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                Items.Ending _ = () -> go.set(false)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String row = "n" + i;
                writers.add(
                        executor.submit(() -> {
                            while (go.get()) {
                                Deadline deadline =
                                        Deadline.in(Waits.scaled(Duration.ofSeconds(20)));
                                router.write(
                                        bucket,
                                        options.withDeadline(deadline),
                                        tx -> bump(tx, row));
                                acknowledged.incrementAndGet();
                            }
                        }));
            }
            for (int epoch = 1; epoch <= CUTOVERS; epoch++) {
                int before = acknowledged.get();
                Waits.until("writes go on", () -> acknowledged.get() > before + 5);
                cutOver(bucket, epoch);
            }
            go.set(false);
            for (Future<?> writer : writers) {
                writer.get();
            }
        }

        assertThat(
                        asSuperuser(
                                shards.server(CUTOVERS % 2),
                                "SELECT sum(value) FROM item WHERE bucket = " + bucket.number()))
                .isEqualTo(acknowledged.toString());
    }

    private static int bump(Tx tx, String row) throws SQLException {
        int changed = Items.bump(tx, row);
        assertThat(changed).as("the owner has the row").isEqualTo(1);
        return changed;
    }

    private void cutOver(Bucket bucket, long epoch) throws SQLException {
        int source = (int) (1 - epoch % 2);
        int target = 1 - source;
        String where = " WHERE bucket = " + bucket.number();
        try (Connection from = shards.server(source).connectAsSuperuser();
                Connection to = shards.server(target).connectAsSuperuser();
                Statement give = from.createStatement();
                Statement take = to.createStatement()) {
            from.setAutoCommit(false);
            give.execute("SELECT pg_advisory_xact_lock(7001, " + bucket.number() + ")");
            give.execute(
                    "UPDATE plat.plat_bucket SET state = 'frozen', freeze_no = freeze_no + 1"
                            + where);
            from.commit();
            shards.state(
                    shards.server(target), bucket, "importing", epoch, TestShards.name(source));
            String rows = TestShards.one(from, "SELECT json_agg(item) FROM item" + where);
            take.execute("DELETE FROM item" + where);
            take.execute(
                    "INSERT INTO item SELECT * FROM json_populate_recordset(NULL::item, '"
                            + rows
                            + "')");
            give.execute(
                    "UPDATE plat.plat_bucket SET state = 'moved', epoch = epoch + 1, peer = '"
                            + TestShards.name(target)
                            + "'"
                            + where);
            from.commit();
            take.execute("UPDATE plat.plat_bucket SET state = 'owned', epoch = epoch + 1" + where);
        }
    }
}
