package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.one;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Isolation × state × epoch × timeline, all of them. What is expected is worked out here by other
 * means than in SQL: by asking first who is ahead of whom.
 */
@Servers(postgres = 1, tier = "building")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FenceMatrixIT {

    private static final Bucket BUCKET = new Bucket(7);
    private static final int EPOCH = 5;

    private final PostgresServer server;
    private final TestShards shards;
    private final Connection app;

    FenceMatrixIT(PostgresServers servers) throws SQLException {
        server = servers.first();
        shards = TestShards.install(servers);
        app = shards.app(server);
        app.setAutoCommit(false);
    }

    record Case(String isolation, String state, int epoch, String armed) {

        String expected() {
            if (state.equals("none")) {
                return "PB003";
            }
            if (!armed.equals("current")) {
                return "PB004";
            }
            boolean owner = List.of("owned", "frozen").contains(state);
            return switch (Integer.signum(epoch - EPOCH)) {
                case 1 -> owner ? "PB004" : "PB001";
                case 0 ->
                        switch (state) {
                            case "owned" -> "passes";
                            case "frozen" -> "PB001";
                            default -> "PB002";
                        };
                default -> state.equals("frozen") ? "PB001" : "PB002";
            };
        }
    }

    static Stream<Case> cases() {
        return Stream.of("READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE")
                .flatMap(isolation ->
                        Stream.of("owned", "frozen", "moved", "importing", "aborted", "none")
                                .flatMap(state ->
                                        Stream.of(4, 5, 6)
                                                .flatMap(epoch ->
                                                        Stream.of("current", "0000000A", "nothing")
                                                                .map(armed ->
                                                                        new Case(
                                                                                isolation, state,
                                                                                epoch, armed)))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aWritePassesOnlyAnOwnerThatIsArmedAndOfTheSameEpoch(Case given) throws SQLException {
        shards.asOwner(server, "UPDATE plat.plat_shard SET armed_timeline = " + armed(given));
        if (given.state.equals("none")) {
            shards.asOwner(server, "DELETE FROM plat.plat_bucket WHERE bucket = 7");
        } else {
            boolean owner = List.of("owned", "frozen").contains(given.state);
            shards.state(server, BUCKET, given.state, EPOCH, owner ? "" : "building-2");
        }

        assertThat(enter(given)).isEqualTo(given.expected());
    }

    @AfterAll
    void armAgain() throws SQLException {
        app.close();
        shards.asOwner(server, "SELECT plat.plat_arm(plat.plat_timeline())");
    }

    private static String armed(Case given) {
        return switch (given.armed) {
            case "current" -> "plat.plat_timeline()";
            case "nothing" -> "NULL";
            default -> "'" + given.armed + "'";
        };
    }

    private String enter(Case given) throws SQLException {
        try (Statement statement = app.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL " + given.isolation);
            one(app, "SELECT plat.plat_enter(7::smallint, " + given.epoch + ")");
            return "passes";
        } catch (SQLException e) {
            return e.getSQLState();
        } finally {
            app.rollback();
        }
    }
}
