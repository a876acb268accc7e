package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.asSuperuser;
import static dev.plat.router.postgres.TestShards.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.MemoryTopology;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A server that becomes a standby and is promoted: it begins a timeline nobody has checked. */
@Servers(postgres = 1, tier = "building", own = true)
class PromotionIT {

    private static final Bucket BUCKET = new Bucket(2);

    private final TestShards shards;
    private final PostgresServer server;

    PromotionIT(PostgresServers servers) {
        shards = TestShards.install(servers);
        server = servers.first();
    }

    @Test
    void aPromotedShardRefusesWritesUntilItIsArmedAndTheCallersWait() throws Exception {
        MemoryTopology topology = shards.topology();
        try (Router router = PostgresRouter.open(Tier.BUILDING, topology, TestShards.SETTINGS);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            router.write(BUCKET, tx -> insert(tx, "before"));
            String before = asSuperuser(server, "SELECT plat.plat_timeline()");
            becomeStandby();

            assertThat(enter()).isEqualTo("25006");

            asSuperuser(server, "SELECT pg_promote()");
            Waits.until(
                    "promoted",
                    () -> asSuperuser(server, "SELECT pg_is_in_recovery()").equals("f"));
            assertThat(enter()).isEqualTo("PB004");
            String number = asSuperuser(server, "SELECT ctl FROM plat.plat_shard");
            assertThat(control(number))
                    .as("nothing is moved before somebody armed it")
                    .isEqualTo("PB004");
            assertThatThrownBy(() ->
                            router.write(
                                    BUCKET,
                                    Deadline.in(Duration.ofMillis(700)),
                                    tx -> insert(tx, "refused")))
                    .isInstanceOfSatisfying(
                            PlatException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.TRY_AGAIN));
            assertThat(
                            router.<String>read(
                                    BUCKET, tx -> one(tx.connection(), "SELECT name FROM item")))
                    .as("reads pass")
                    .isEqualTo("before");

            int suspicions = topology.suspicions();
            Future<Integer> waiting =
                    executor.submit(() -> router.write(BUCKET, tx -> insert(tx, "after")));
            Waits.until("the map is suspected", () -> topology.suspicions() > suspicions + 2);
            assertThat(asSuperuser(server, "SELECT plat.plat_arm('" + before + "')"))
                    .as("the timeline that was checked is not the current one")
                    .isEqualTo("f");
            assertThat(enter()).isEqualTo("PB004");
            assertThat(asSuperuser(server, "SELECT plat.plat_arm(plat.plat_timeline())"))
                    .isEqualTo("t");

            assertThat(control(number)).as("a number from before the promotion").isEqualTo("PB005");
            assertThat(waiting.get()).isEqualTo(1);
            assertThat(asSuperuser(server, "SELECT string_agg(name, ',' ORDER BY name) FROM item"))
                    .isEqualTo("after,before");
        }
    }

    @Test
    void onlyTheControllerArms() throws SQLException {
        try (Connection app = shards.app(server)) {
            assertThatThrownBy(() -> one(app, "SELECT plat.plat_arm(plat.plat_timeline())"))
                    .hasMessageContaining("permission denied");
        }
    }

    private void becomeStandby() throws IOException {
        Path data = Path.of(asSuperuser(server, "SELECT current_setting('data_directory')"));
        server.stop();
        Files.createFile(data.resolve("standby.signal"));
        server.restart();
    }

    private String control(String number) throws SQLException {
        try (Connection mover = server.connectAsSuperuser()) {
            return one(mover, "SELECT plat.plat_control(" + number + ")");
        } catch (SQLException e) {
            return String.valueOf(e.getSQLState());
        }
    }

    private String enter() throws SQLException {
        try (Connection app = shards.app(server)) {
            return one(app, "SELECT plat.plat_enter(2::smallint, 1)");
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private static int insert(Tx tx, String name) throws SQLException {
        try (PreparedStatement insert =
                tx.connection().prepareStatement("INSERT INTO item VALUES (?, ?, 1)")) {
            insert.setShort(1, (short) BUCKET.number());
            insert.setString(2, name);
            return insert.executeUpdate();
        }
    }
}
