package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.Node;
import dev.plat.router.core.orders.Order;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an operator may get wrong is refused before anything is touched, with a code and what would
 * be right. What was said on both sides is kept in {@code target/operator-mistakes.txt}. On a
 * cluster of its own, since a server is taken away from it.
 */
class OperatorMistakesScenario {

    private static final Path TRANSCRIPT =
            RunningCluster.home().resolve("ops/local-cluster/target/operator-mistakes.txt");

    /** Enough for the links of a move. */
    private static final Map<String, String> GOOD_SERVER =
            Map.of(
                    "wal_level", "logical",
                    "max_wal_senders", "20",
                    "max_replication_slots", "20",
                    "max_worker_processes", "20",
                    "max_logical_replication_workers", "12");

    private static LocalCluster cluster;
    private static Cli plat;
    private static RegistryAdmin registry;

    @BeforeAll
    static void start() throws IOException {
        Files.deleteIfExists(TRANSCRIPT);
        cluster = RunningCluster.fresh("mistakes");
        plat = new Cli(cluster);
        registry = new RegistryAdmin(cluster.layout().zooKeeper(), "/plat");
    }

    @AfterAll
    static void stop() {
        registry.close();
        cluster.close();
    }

    @Test
    void namesThatNobodyHas() throws Exception {
        refused(
                "field-invalid",
                "building, hosting, domains, payments, checkout",
                "shard",
                "rebalance",
                "--tier",
                "nowhere");
        refused(
                "field-invalid",
                "building, hosting, domains, payments, checkout",
                "shard",
                "drain",
                "files-1");
        refused("not-found", "building-1 (active)", "shard", "move", "7", "--to", "building-9");
        refused("field-invalid", "4095", "shard", "move", "4096", "--to", "building-2");
        refused("field-invalid", "host:port", "shard", "add", "somewhere");
        refused("not-found", "plat shard status", "shard", "rollback", "rebalance-77");
    }

    @Test
    void aServerThatIsDown() throws Exception {
        List<String> members = cluster.names();
        cluster.stop("postgres-2");
        try {
            refused("try-again", "building-2", "shard", "move", "0", "--to", "building-2");
            refused("try-again", "building-2", "shard", "drain", "building-1");
            refused("try-again", "building-2", "shard", "rebalance", "--tier", "building");
            refused("try-again", "building-2", "shard", "add", "local");
        } finally {
            cluster.start("postgres-2");
        }
        refused("try-again", "127.0.0.1:1", "shard", "add", "127.0.0.1:1", "--tier", "hosting");
        assertThat(cluster.names()).as("no server was started for it").isEqualTo(members);
    }

    @Test
    void aServerWithTheWrongSettings() throws Exception {
        try (ForeignServer server =
                ForeignServer.start(cluster, "replica", Map.of("wal_level", "replica"))) {
            refused("precondition-failed", "wal_level = logical", "shard", "add", server.address());

            assertThat(
                            server.ask(
                                    "SELECT (SELECT count(*) FROM pg_database WHERE datname IN"
                                            + " ('building', 'hosting', 'domains', 'payments', 'checkout')) + (SELECT count(*) FROM"
                                            + " pg_roles WHERE rolname LIKE 'plat%')"))
                    .as("what it has of ours")
                    .isEqualTo("0");
        }
    }

    @Test
    void tablesThatAMoveCannotCarry() throws Exception {
        onBuildingShards("CREATE TABLE stray (id int PRIMARY KEY, bucket smallint)");
        try {
            refused(
                    "precondition-failed",
                    "Begin the key with it",
                    "shard",
                    "move",
                    "0",
                    "--to",
                    "building-2");
            refused("precondition-failed", "Begin the key with it", "shard", "drain", "building-1");
        } finally {
            onBuildingShards("DROP TABLE stray");
        }

        on(1, "building", "ALTER TABLE site ADD COLUMN by_hand int");
        try {
            refused("precondition-failed", "by_hand", "shard", "move", "0", "--to", "building-2");
            Cli.Result drift = say("schema", "status");
            assertThat(drift.exit()).as(drift.output()).isEqualTo(1);
            assertThat(drift.output()).contains("by_hand", "hosting: all 2 shards are equal");
        } finally {
            on(1, "building", "ALTER TABLE site DROP COLUMN by_hand");
        }
        assertThat(say("schema", "migrate").exit()).isZero();
        assertThat(say("schema", "status", "--json").exit()).isZero();
    }

    /** And an order that is left with Ctrl-C goes on, is picked up, and can be turned back. */
    @Test
    void twoOrdersThatCannotBothBe() throws Exception {
        Cli.Running drain = plat.start("shard", "drain", "hosting-2");
        Waits.until("it is followed", () -> drain.outputSoFar().contains("hosting-2"));
        drain.ctrlC();
        Cli.Result left = kept(drain.result(), "shard", "drain", "hosting-2", "(then Ctrl-C)");
        assertThat(left.exit()).isEqualTo(4);
        assertThat(left.output()).contains("The work goes on by itself", "--follow");
        String order = onlyOpenOrder();
        Waits.until(
                "the controller is at it",
                () ->
                        registry.nodes(Tier.HOSTING).stream()
                                .anyMatch(node -> node.state() == Node.State.DRAINING));

        refused("precondition-failed", "plat shard add", "shard", "drain", "hosting-1");
        refused("precondition-failed", order, "shard", "drain", "hosting-2");
        refused("precondition-failed", order, "shard", "move", "1", "--to", "hosting-1");
        refused("precondition-failed", "active shard", "shard", "move", "0", "--to", "hosting-2");

        Cli.Running follow = plat.start("shard", "status", order, "--follow");
        Waits.until("it is picked up", () -> follow.outputSoFar().contains("buckets over"));
        follow.ctrlC();
        Cli.Result leftAgain =
                kept(follow.result(), "shard", "status", order, "--follow", "(then Ctrl-C)");
        assertThat(leftAgain.exit()).isEqualTo(4);
        Cli.Result back = say("shard", "rollback", order);
        assertThat(back.exit()).as(back.output()).isZero();
        assertThat(registry.nodes(Tier.HOSTING))
                .filteredOn(node -> node.name().equals("hosting-2"))
                .singleElement()
                .matches(node -> node.state() == Node.State.ACTIVE);
    }

    /** What is right is not refused: a server of another machine, named by host and port. */
    @Test
    void aServerByHostAndPort() throws Exception {
        try (ForeignServer server = ForeignServer.start(cluster, "elsewhere", GOOD_SERVER)) {
            Cli.Result added =
                    say(
                            "shard",
                            "add",
                            server.address(),
                            "--tier",
                            "building",
                            "--weight",
                            "3",
                            "--soak",
                            "0s");
            assertThat(added.exit()).as(added.output()).isZero();
            assertThat(server.ask("SELECT count(*) FROM pg_database WHERE datname = 'building'"))
                    .isEqualTo("1");

            Cli.Result drained = say("shard", "drain", server.address(), "--soak", "0s");
            assertThat(drained.exit()).as(drained.output()).isZero();
            Waits.until(
                    Duration.ofSeconds(60),
                    "the drain is cleaned up",
                    () -> registry.orders().all().stream().allMatch(one -> one.state().ended()));
            Cli.Result retired = say("shard", "retire", server.address());
            assertThat(retired.exit()).as(retired.output()).isZero();
        }
    }

    private static void refused(String code, String remedy, String... arguments) throws Exception {
        List<String> before = standing();

        Cli.Result answer = say(arguments);

        assertThat(answer.exit()).as(answer.output()).isEqualTo(1);
        assertThat(answer.output())
                .contains("[" + code + "]", remedy)
                .doesNotContain("\tat ", "Exception");
        assertThat(standing()).as("after " + String.join(" ", arguments)).isEqualTo(before);
    }

    /**
     * All that an order would change: the registry's nodes, the order book, moves on the shards.
     */
    private static List<String> standing() throws SQLException {
        List<String> found = new ArrayList<>();
        registry.orders().all().forEach(order -> found.add(order.id()));
        for (Tier tier : List.of(Tier.BUILDING, Tier.HOSTING, Tier.DOMAINS)) {
            registry.nodes(tier).forEach(node -> found.add(node.toString()));
        }
        return found;
    }

    private static Cli.Result say(String... arguments) throws Exception {
        return kept(plat.run(arguments), arguments);
    }

    private static Cli.Result kept(Cli.Result answer, String... arguments) throws IOException {
        Files.writeString(
                TRANSCRIPT,
                "$ plat %s%n%s[exit %d]%n%n"
                        .formatted(String.join(" ", arguments), answer.output(), answer.exit()),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return answer;
    }

    private static String onlyOpenOrder() {
        return registry.orders().all().stream()
                .filter(order -> !order.state().ended())
                .map(Order::id)
                .reduce((one, other) -> one + " and " + other)
                .orElse("none");
    }

    private static void onBuildingShards(String sql) throws SQLException {
        on(1, "building", sql);
        on(2, "building", sql);
    }

    private static void on(int server, String database, String sql) throws SQLException {
        try (Connection connection =
                        ForeignServer.connect(
                                cluster,
                                "127.0.0.1:" + cluster.layout().postgresPort(server),
                                database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE plat_owner");
            statement.execute(sql);
        }
    }
}
