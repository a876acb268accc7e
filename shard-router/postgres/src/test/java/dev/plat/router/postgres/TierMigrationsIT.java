package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.asSuperuserDo;
import static dev.plat.router.postgres.TestShards.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.Node;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A change goes over 64 shards, which are databases of one server here. */
@Servers(postgres = 1, tier = "building")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TierMigrationsIT {

    private static final int SHARDS = 64;
    private static final List<String> TIER =
            List.of("dev/plat/schemas/sql/control", "dev/plat/schemas/sql/building");

    private final PostgresServer server;
    private final String template;
    private List<Node> shards = List.of();

    TierMigrationsIT(PostgresServers servers) {
        server = servers.first();
        template = server.database();
        TestShards.install(servers);
    }

    @BeforeAll
    void manyShards() {
        shards = shards("many", SHARDS);
    }

    @Test
    void aPlantedFailureStopsTheRingAndTheNextRunGoesOnThere() {
        // Somebody made this table by hand, on a shard of the last ring.
        int planted = 30;
        asOwner(shards.get(planted), "CREATE TABLE ring_table ()");
        List<String> touched = Collections.synchronizedList(new ArrayList<>());
        TierMigrations change = change("ring");

        assertThatThrownBy(() -> change.run(shards, report -> touched.add(report.shard())))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("ring=all")
                .hasMessageContaining("shard=" + shards.get(planted).name())
                .hasMessageContaining("CREATE TABLE ring_table");

        assertThat(touched)
                .as("the rings before, and of its own less than all")
                .hasSizeBetween(8, SHARDS - 8);
        long there = shards.stream().filter(shard -> column(shard).equals("1")).count();
        assertThat(there).as("those that were told of, and no others").isEqualTo(touched.size());

        asOwner(shards.get(planted), "DROP TABLE ring_table");
        List<TierMigrations.Report> reports = change.run(shards);

        assertThat(reports).hasSize(SHARDS);
        assertThat(reports.stream().mapToInt(TierMigrations.Report::applied).sum())
                .isEqualTo(SHARDS - touched.size());
        assertThat(shards).allSatisfy(shard -> assertThat(column(shard)).isEqualTo("1"));
    }

    @Test
    void aFailureOfTheCanaryTouchesNoOther() {
        List<Node> few = shards("few", 5);
        asOwner(few.getFirst(), "CREATE TABLE ring_table ()");

        assertThatThrownBy(() -> change("ring").run(few))
                .hasMessageContaining("ring=canary")
                .hasMessageContaining("shard=" + few.getFirst().name())
                .hasMessageContaining("migrated=0")
                .hasMessageContaining("notBegun=4");

        assertThat(few.subList(1, 5))
                .allSatisfy(shard -> {
                    assertThat(column(shard)).isEqualTo("0");
                    assertThat(ask(shard, "SELECT to_regclass('ring_table')")).isEqualTo("null");
                });
    }

    @Test
    void aScriptThatRewritesATableIsRefusedBeforeAnythingIsTouched() {
        List<Node> few = shards("rewrite", 2);

        assertThatThrownBy(() -> change("rewrite").run(few))
                .hasMessageContaining("shard=" + few.getFirst().name())
                .rootCause()
                .hasMessageContaining("V901__rewrite.sql")
                .hasMessageContaining("rewrites the table");
        assertThat(ask(few.getFirst(), "SELECT count(*) FROM flyway_schema_history"))
                .isEqualTo(ask(few.get(1), "SELECT count(*) FROM flyway_schema_history"));
    }

    @Test
    void aTableInUseIsWaitedForInShortTries() throws Exception {
        List<Node> few = shards("busy", 1);
        try (Connection reader = connect(few.getFirst());
                Statement statement = reader.createStatement();
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            reader.setAutoCommit(false);
            statement.execute("LOCK TABLE item IN ACCESS SHARE MODE");
            Future<List<TierMigrations.Report>> run =
                    executor.submit(() -> change("ring").run(few));
            Waits.until("it waits for the table", () -> waiting(few.getFirst()).equals("1"));
            Waits.until("it gave way", () -> waiting(few.getFirst()).equals("0"));
            assertThat(run.isDone()).isFalse();

            reader.rollback();

            assertThat(run.get()).singleElement().matches(report -> report.applied() == 1);
        }
    }

    /** Its first build fails, as two rows have one name; what is left of it is in nobody's way. */
    @Test
    void anIndexThatCouldNotBeBuiltIsBuiltByTheNextRun() {
        List<Node> few = shards("index", 1);
        Node shard = few.getFirst();
        asOwner(shard, "INSERT INTO item VALUES (1, 'same', 1), (2, 'same', 1)");

        assertThatThrownBy(() -> change("index").run(few))
                .hasMessageContaining("CREATE UNIQUE INDEX CONCURRENTLY");
        assertThat(valid(shard)).isEqualTo("f");
        asOwner(shard, "DELETE FROM item");
        change("index").run(few);

        assertThat(valid(shard)).isEqualTo("t");
    }

    @Test
    void driftIsShownByShardAndObject() {
        List<Node> few = new ArrayList<>(shards("drift", 4));
        SchemaDrift drift = new SchemaDrift(TestShards.PASSWORDS.owner());
        assertThat(drift.look(few).none()).isTrue();
        asOwner(few.getFirst(), "ALTER TABLE item ADD COLUMN by_hand int");
        asOwner(few.get(2), "DROP INDEX outbox_due");
        Node gone = few.removeLast();
        few.add(
                new Node(
                        gone.tier(),
                        gone.name(),
                        gone.zone(),
                        gone.weight(),
                        gone.state(),
                        server.address("no_such_database")));

        few.add(shards("drift_more", 1).getFirst());
        SchemaDrift.Report report = drift.look(few);

        assertThat(report.none()).isFalse();
        assertThat(report.hashes()).hasSize(4).containsValue(report.usual());
        assertThat(report.differing()).containsOnlyKeys(few.get(0).name(), few.get(2).name());
        assertThat(report.differing().get(few.get(0).name()))
                .singleElement()
                .asString()
                .startsWith("+column|public.item|by_hand|integer");
        assertThat(report.differing().get(few.get(2).name()))
                .singleElement()
                .asString()
                .startsWith("-index|public.outbox|CREATE INDEX outbox_due");
        assertThat(report.silent()).containsOnlyKeys(gone.name());
    }

    private static TierMigrations change(String folder) {
        List<String> folders = new ArrayList<>(TIER);
        folders.add("dev/plat/router/postgres/" + folder);
        return new TierMigrations(Tier.BUILDING, TestShards.PASSWORDS.owner(), folders);
    }

    private List<Node> shards(String kind, int count) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String database = template + "_" + kind + "_" + i;
            asSuperuserDo(
                    server,
                    "postgres",
                    "CREATE DATABASE \""
                            + database
                            + "\" TEMPLATE \""
                            + template
                            + "\" OWNER plat_owner STRATEGY file_copy");
            nodes.add(
                    new Node(
                            Tier.BUILDING,
                            "building-" + kind + "-" + i,
                            "zone-1",
                            100,
                            Node.State.ACTIVE,
                            server.address(database)));
        }
        return nodes;
    }

    private String column(Node shard) {
        return ask(
                shard,
                "SELECT count(*) FROM pg_attribute WHERE attrelid = 'item'::regclass AND attname ="
                        + " 'ring_column'");
    }

    private String waiting(Node shard) {
        return ask(
                shard,
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND"
                        + " wait_event_type = 'Lock'");
    }

    private String valid(Node shard) {
        return ask(
                shard,
                "SELECT indisvalid FROM pg_index WHERE indexrelid = 'item_ring_name'::regclass");
    }

    private String ask(Node shard, String sql) {
        try (Connection connection = connect(shard)) {
            return one(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void asOwner(Node shard, String sql) {
        try (Connection connection = connect(shard);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect(Node shard) throws SQLException {
        return server.connect(
                ShardAddress.of(shard).database(),
                RolePasswords.OWNER,
                TestShards.PASSWORDS.owner());
    }
}
