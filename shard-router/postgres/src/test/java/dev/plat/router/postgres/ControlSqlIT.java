package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.asSuperuser;
import static dev.plat.router.postgres.TestShards.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;

@Servers(postgres = 1, tier = "building")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlSqlIT {

    private static final Bucket BUCKET = new Bucket(7);

    private final PostgresServer server;
    private final TestShards shards;

    ControlSqlIT(PostgresServers servers) {
        server = servers.first();
        shards = TestShards.install(servers);
    }

    @BeforeAll
    void fill() {
        shards.asOwner(server, "INSERT INTO item (bucket, name) VALUES (7, 'seven'), (8, 'eight')");
    }

    /** Isolation × state × the caller's epoch against the row's epoch, which is 5. */
    @ParameterizedTest
    @CsvSource({
        "READ COMMITTED,  owned,     5, passes",
        "READ COMMITTED,  owned,     4, PB002",
        "READ COMMITTED,  owned,     6, PB004",
        "READ COMMITTED,  frozen,    5, PB001",
        "READ COMMITTED,  frozen,    4, PB001",
        "READ COMMITTED,  frozen,    6, PB004",
        "READ COMMITTED,  moved,     4, PB002",
        "READ COMMITTED,  moved,     5, PB002",
        "READ COMMITTED,  moved,     6, PB001",
        "READ COMMITTED,  importing, 5, PB002",
        "READ COMMITTED,  importing, 6, PB001",
        "READ COMMITTED,  aborted,   5, PB002",
        "READ COMMITTED,  aborted,   6, PB001",
        "READ COMMITTED,  none,      5, PB003",
        "REPEATABLE READ, owned,     5, passes",
        "REPEATABLE READ, owned,     4, PB002",
        "REPEATABLE READ, frozen,    5, PB001",
        "REPEATABLE READ, moved,     5, PB002",
        "REPEATABLE READ, importing, 5, PB002",
        "REPEATABLE READ, none,      5, PB003",
        "SERIALIZABLE,    owned,     5, passes",
        "SERIALIZABLE,    owned,     4, PB002",
        "SERIALIZABLE,    frozen,    5, PB001",
        "SERIALIZABLE,    moved,     5, PB002"
    })
    void theFenceOfAWrite(String isolation, String state, long epoch, String expected)
            throws SQLException {
        place(state);

        assertThat(enter("plat_enter", isolation, epoch)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "REPEATABLE READ, owned,     5, passes",
        "REPEATABLE READ, frozen,    5, passes",
        "SERIALIZABLE,    frozen,    5, passes",
        "REPEATABLE READ, owned,     4, PB002",
        "REPEATABLE READ, owned,     6, PB004",
        "REPEATABLE READ, moved,     5, PB002",
        "REPEATABLE READ, aborted,   5, PB002",
        "REPEATABLE READ, importing, 5, PB002",
        "REPEATABLE READ, importing, 6, PB001",
        "REPEATABLE READ, moved,     6, PB001",
        "REPEATABLE READ, none,      5, PB003",
        "READ COMMITTED,  owned,     5, 25000"
    })
    void theFenceOfARead(String isolation, String state, long epoch, String expected)
            throws SQLException {
        place(state);

        assertThat(enter("plat_see", isolation, epoch)).isEqualTo(expected);
    }

    @Test
    void aWriteWithAnOldEpochIsRefusedByPostgresItself() throws SQLException {
        shards.state(server, BUCKET, "moved", 2, "building-2");
        try (Connection app = shards.app(server)) {
            app.setAutoCommit(false);

            assertThatThrownBy(() -> one(app, "SELECT plat.plat_enter(7::smallint, 1)"))
                    .isInstanceOfSatisfying(
                            PSQLException.class,
                            e -> {
                                assertThat(e.getSQLState()).isEqualTo("PB002");
                                assertThat(e.getMessage())
                                        .contains("\"epoch\" : 2", "\"peer\" : \"building-2\"");
                            });
            app.rollback();

            assertThatThrownBy(() -> run(app, "INSERT INTO item VALUES (7, 'smuggled')"))
                    .hasMessageContaining("row-level security");
        }
        assertThat(asSuperuser(server, "SELECT count(*) FROM item WHERE name = 'smuggled'"))
                .isEqualTo("0");
    }

    @Test
    void withoutTheFenceNothingIsSeenAndNothingIsInserted() throws SQLException {
        try (Connection app = shards.app(server)) {
            assertThat(one(app, "SELECT count(*) FROM item")).isEqualTo("0");
            assertThatThrownBy(() -> run(app, "INSERT INTO item VALUES (8, 'x')"))
                    .hasMessageContaining("row-level security");
            assertThat(update(app, "UPDATE item SET value = 1")).isZero();
            assertThat(update(app, "DELETE FROM item")).isZero();
        }
    }

    @Test
    void afterATransactionTheSameConnectionSeesNothingAgain() throws SQLException {
        place("owned");
        try (Connection app = shards.app(server)) {
            app.setAutoCommit(false);
            run(app, "SELECT plat.plat_enter(7::smallint, 5)");
            assertThat(one(app, "SELECT string_agg(name, ',') FROM item")).isEqualTo("seven");
            app.commit();

            assertThat(one(app, "SELECT count(*) FROM item")).isEqualTo("0");
        }
    }

    @Test
    void theAppRoleMayNotWriteTheControlTables() throws SQLException {
        try (Connection app = shards.app(server)) {
            for (String sql :
                    List.of(
                            "UPDATE plat.plat_bucket SET state = 'owned'",
                            "DELETE FROM plat.plat_shard",
                            "SELECT plat.refuse(1::smallint, 1, NULL)",
                            "CREATE TABLE mine ()",
                            "TRUNCATE item")) {
                assertThatThrownBy(() -> run(app, sql))
                        .as(sql)
                        .hasMessageContaining("permission denied");
            }
        }
    }

    @Test
    void aRowNeverChangesItsBucket() throws SQLException {
        assertThatThrownBy(
                        () -> shards.asOwner(server, "UPDATE item SET bucket = 9 WHERE bucket = 8"))
                .hasMessageContaining("a row never changes its bucket");
    }

    @Test
    void anAuditEntryIsNeitherChangedNorRemoved() throws SQLException {
        place("owned");
        try (Connection app = shards.app(server)) {
            app.setAutoCommit(false);
            run(app, "SELECT plat.plat_enter(7::smallint, 5)");
            assertThatThrownBy(() -> run(app, "UPDATE audit_entry SET action = ''"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void theScanRoleSeesOwnedAndFrozenBucketsAndWritesNothing() throws SQLException {
        place("moved");
        shards.state(server, new Bucket(8), "frozen", 1, "");
        try (Connection scan = shards.scan(server)) {
            assertThat(one(scan, "SELECT string_agg(name, ',') FROM item")).isEqualTo("eight");
            assertThatThrownBy(() -> run(scan, "UPDATE item SET value = 1"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void theFenceReadsAFreshSnapshot() {
        assertThat(
                        asSuperuser(
                                server,
                                "SELECT provolatile FROM pg_proc WHERE proname = 'plat_enter'"))
                .isEqualTo("v");
    }

    @Test
    void aWriterWithAnOlderSnapshotThanTheMoveFails() throws SQLException {
        place("owned");
        try (Connection app = shards.app(server)) {
            app.setAutoCommit(false);
            app.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            one(app, "SELECT 1 FROM plat.plat_shard");
            shards.asOwner(
                    server,
                    "UPDATE plat.plat_bucket SET state = 'moved', epoch = 6, peer = 'building-2'"
                            + " WHERE bucket = 7");

            assertThatThrownBy(() -> one(app, "SELECT plat.plat_enter(7::smallint, 5)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("40001"));
        }
    }

    /** Also when the row looks again as it did: whoever froze it counted the writers before. */
    @ParameterizedTest
    @CsvSource({
        "REPEATABLE READ, frozen, 5",
        "REPEATABLE READ, owned,  5",
        "REPEATABLE READ, moved,  6",
        "SERIALIZABLE,    frozen, 5",
        "SERIALIZABLE,    owned,  5",
        "SERIALIZABLE,    moved,  6"
    })
    void aSnapshotOlderThanAFreezeIsAConflict(String isolation, String then, int epoch)
            throws SQLException {
        place("owned");
        try (Connection app = shards.app(server)) {
            app.setAutoCommit(false);
            run(app, "SET TRANSACTION ISOLATION LEVEL " + isolation);
            one(app, "SELECT 1 FROM plat.plat_shard");
            shards.asOwner(
                    server,
                    "UPDATE plat.plat_bucket SET state = 'frozen', freeze_no = freeze_no + 1"
                            + " WHERE bucket = 7",
                    "UPDATE plat.plat_bucket SET peer = 'building-2', state = '"
                            + then
                            + "', epoch = "
                            + epoch
                            + " WHERE bucket = 7");

            assertThatThrownBy(() -> one(app, "SELECT plat.plat_enter(7::smallint, 5)"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("40001"));
        }
    }

    @Test
    void aMoverGetsItsLockOnlyWhenEveryWriterThatPassedHasEnded() throws SQLException {
        place("owned");
        try (Connection app = shards.app(server);
                Connection mover = server.connectAsSuperuser()) {
            app.setAutoCommit(false);
            run(app, "SELECT plat.plat_enter(7::smallint, 5)");
            assertThat(one(mover, "SELECT pg_try_advisory_lock(7001, 7)")).isEqualTo("f");

            app.commit();

            assertThat(one(mover, "SELECT pg_try_advisory_lock(7001, 7)")).isEqualTo("t");
            assertThat(enter("plat_enter", "READ COMMITTED", 5)).isEqualTo("PB001");
        }
    }

    @Test
    void aFreezeWhoseTimeIsOverIsThawedByAnyWriter() throws SQLException {
        place("frozen");
        try (Connection app = shards.app(server)) {
            assertThat(one(app, "SELECT plat.plat_thaw(7::smallint)"))
                    .as("held without deadline")
                    .isEqualTo("f");
            shards.asOwner(
                    server,
                    "UPDATE plat.plat_bucket SET frozen_until = clock_timestamp() + '1 hour'"
                            + " WHERE bucket = 7");
            assertThat(one(app, "SELECT plat.plat_thaw(7::smallint)")).isEqualTo("f");
            shards.asOwner(
                    server,
                    "UPDATE plat.plat_bucket SET frozen_until = clock_timestamp() WHERE bucket ="
                            + " 7");

            assertThat(one(app, "SELECT plat.plat_thaw(7::smallint)")).isEqualTo("t");
        }
        assertThat(enter("plat_enter", "READ COMMITTED", 5)).isEqualTo("passes");
    }

    @Test
    void javaAndSqlAgreeOnTheBucketOfIdsAndNames() throws SQLException {
        IdGenerator ids = new IdGenerator(InstantSource.system(), new SecureRandom());
        try (Connection app = shards.app(server);
                PreparedStatement select =
                        app.prepareStatement("SELECT plat.bucket_of(?), plat.bucket_of_name(?)")) {
            for (int i = 0; i < 200; i++) {
                Id id = ids.nextAnywhere(IdKind.SITE);
                Name name = new Name(NameKind.EMAIL, "zoë." + i + "@example.org");
                select.setObject(1, id.uuid());
                select.setString(2, name.value());
                try (var row = select.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getInt(1)).isEqualTo(id.bucket().number());
                    assertThat(row.getInt(2)).isEqualTo(name.bucket().number());
                }
            }
        }
    }

    @Test
    void aTableWithoutBucketFirstIsNotProtected() {
        assertThatThrownBy(() ->
                        shards.asOwner(
                                server,
                                "CREATE TABLE wrong (id int PRIMARY KEY, bucket smallint)",
                                "SELECT plat.protect('wrong')"))
                .hasMessageContaining("first in its primary key");
        shards.asOwner(server, "DROP TABLE wrong");
    }

    @Test
    void everyTableOfTheTierIsProtected() {
        assertThat(
                        asSuperuser(
                                server,
                                """
                                SELECT string_agg(c.relname, ',') FROM pg_class c
                                 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
                                   AND NOT c.relrowsecurity
                                   AND c.relname <> 'flyway_schema_history'\
                                """))
                .isEqualTo("null");
    }

    @Test
    void installingAgainChangesNothingAndGivesNothingBack() {
        shards.state(server, BUCKET, "moved", 2, "building-2");

        List<TierMigrations.Report> reports =
                shards.setup().install(TestShards.CLUSTER, shards.nodes(), shards.placement());

        assertThat(reports)
                .singleElement()
                .satisfies(report -> assertThat(report.applied()).isZero());
        assertThat(asSuperuser(server, "SELECT state FROM plat.plat_bucket WHERE bucket = 7"))
                .isEqualTo("moved");
    }

    @Test
    void anotherClustersDatabaseIsRefused() {
        assertThatThrownBy(() ->
                        shards.setup()
                                .settle(
                                        "11111111-6a43-4d2b-9f9e-3f7f6d0c1e55",
                                        shards.nodes().getFirst(),
                                        shards.placement()))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code().text()).isEqualTo("wrong-cluster"));
    }

    @Test
    void aFailedMigrationNamesShardAndStatement() {
        server.createDatabase("broken_migration");
        shards.setup().prepare(node("broken_migration"));
        // Somebody made our schema by hand.
        try (Connection owner =
                        server.connect("broken_migration", RolePasswords.OWNER, "owner-pw");
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE SCHEMA plat");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }

        assertThatThrownBy(() ->
                        new TierMigrations(Tier.BUILDING, "owner-pw")
                                .run(List.of(shards.nodes().getFirst(), node("broken_migration"))))
                .hasMessageContaining("shard=building-9")
                .hasMessageContaining("CREATE SCHEMA plat");
    }

    private dev.plat.router.core.Node node(String database) {
        return new dev.plat.router.core.Node(
                Tier.BUILDING,
                "building-9",
                "zone-1",
                100,
                dev.plat.router.core.Node.State.ACTIVE,
                server.address(database));
    }

    private void place(String state) {
        if (state.equals("none")) {
            shards.asOwner(server, "DELETE FROM plat.plat_bucket WHERE bucket = 7");
            return;
        }
        boolean alone = state.equals("owned") || state.equals("frozen");
        shards.state(server, BUCKET, state, 5, alone ? "" : "building-2");
    }

    private String enter(String function, String isolation, long epoch) throws SQLException {
        try (Connection app = shards.app(server)) {
            app.setAutoCommit(false);
            run(app, "SET TRANSACTION ISOLATION LEVEL " + isolation);
            run(app, "SELECT plat." + function + "(7::smallint, " + epoch + ")");
            assertThat(one(app, "SELECT string_agg(name, ',') FROM item")).isEqualTo("seven");
            return "passes";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
