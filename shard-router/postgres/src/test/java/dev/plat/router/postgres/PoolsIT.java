package dev.plat.router.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.Node;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@Servers(postgres = 1, tier = "building")
class PoolsIT {

    private static final int SHARDS = 12;

    private final PostgresServer server;
    private final TestShards shards;

    PoolsIT(PostgresServers servers) {
        server = servers.first();
        shards = TestShards.install(servers);
    }

    @Test
    void aPoolNobodyUsesIsClosedWhileOthersAreInUse() throws SQLException {
        Node first = shards.nodes().getFirst();
        try (Pools pools =
                new Pools(TestShards.CLUSTER, TestShards.SETTINGS, 4, Duration.ofMillis(50))) {
            use(pools, first, Pools.Role.SCAN);
            use(pools, first, Pools.Role.APP);
            assertThat(pools.size()).isEqualTo(2);

            Waits.until(
                    "the other pool is closed",
                    () -> {
                        use(pools, first, Pools.Role.APP);
                        return pools.size() == 1;
                    });
            use(pools, first, Pools.Role.SCAN);
        }
    }

    /** Each shard is asked in turn; the process keeps to its budget, the idle ones make room. */
    @Test
    void manyShardsShareOneBudget() throws SQLException {
        List<Node> many = new ArrayList<>();
        for (int i = 0; i < SHARDS; i++) {
            many.add(alias(i));
        }
        try (Pools pools =
                new Pools(TestShards.CLUSTER, TestShards.SETTINGS.withSocketsMax(4), 3)) {
            for (int round = 0; round < 3; round++) {
                for (Node shard : many) {
                    use(pools, shard, Pools.Role.APP);
                    assertThat(backends()).isLessThanOrEqualTo(4);
                }
            }
            assertThat(pools.size()).isEqualTo(SHARDS);
        }
    }

    /** A pool that has a connection waits for it; the other's warm one stays where it is. */
    @Test
    void aBurstTakesNoWarmConnectionFromAnotherShard() throws Exception {
        Node busy = alias(100);
        Node warm = alias(101);
        try (Pools pools = new Pools(TestShards.CLUSTER, TestShards.SETTINGS.withSocketsMax(2), 2);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Connection first = pools.borrow(busy, Pools.Role.APP);
            int before = process(pools, warm);
            Future<Integer> second = callers.submit(() -> process(pools, busy));
            Waits.until("the second caller waits", () -> pools.waiting() == 1);
            int between = process(pools, warm);
            first.close();

            assertThat(second.get()).isPositive();
            assertThat(between).isEqualTo(before);
            assertThat(process(pools, warm)).isEqualTo(before);
        }
    }

    /** What was in use when a socket was first asked for is idle a moment later. */
    @Test
    void aSocketIsGivenUpAsSoonAsItIsIdle() throws Exception {
        Node holder = alias(102);
        Node other = alias(103);
        try (Pools pools = new Pools(TestShards.CLUSTER, TestShards.SETTINGS.withSocketsMax(2), 2);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Connection first = pools.borrow(holder, Pools.Role.APP);
            try (Connection _ = pools.borrow(holder, Pools.Role.APP)) {
                Future<Integer> waiter = callers.submit(() -> process(pools, other));
                Waits.until("somebody waits for a socket", () -> pools.waiting() == 1);
                first.close();

                assertThat(waiter.get()).isPositive();
            }
        }
    }

    /** Of a pool with several, one goes, and those in use stay as they are. */
    @Test
    void aShardWithoutAnyTakesOneOfManyAndNoMore() throws Exception {
        Node holder = alias(104);
        Node other = alias(105);
        try (Pools pools =
                new Pools(TestShards.CLUSTER, TestShards.SETTINGS.withSocketsMax(3), 3)) {
            Connection inUse = pools.borrow(holder, Pools.Role.APP);
            int kept = pid(inUse);
            try (Connection second = pools.borrow(holder, Pools.Role.APP);
                    Connection third = pools.borrow(holder, Pools.Role.APP)) {
                assertThat(pid(second)).isNotEqualTo(pid(third));
            }

            assertThat(process(pools, other)).isPositive();

            assertThat(pid(inUse)).isEqualTo(kept);
            inUse.close();
            assertThat(pools.held(holder)).isEqualTo(2);
        }
    }

    private static int process(Pools pools, Node shard) throws SQLException {
        try (Connection connection = pools.borrow(shard, Pools.Role.APP)) {
            return pid(connection);
        }
    }

    private static int pid(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            int pid = row.getInt(1);
            connection.commit();
            return pid;
        }
    }

    private int backends() {
        return Integer.parseInt(
                TestShards.asSuperuser(
                        server,
                        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'plat_app'"));
    }

    /** A copy of the database, which says that it is the same shard, at an address of its own. */
    private Node alias(int i) {
        Node first = shards.nodes().getFirst();
        String copy = server.database() + "_" + i;
        TestShards.asSuperuserDo(
                server,
                "postgres",
                "CREATE DATABASE \"" + copy + "\" TEMPLATE \"" + server.database() + '"');
        return new Node(
                first.tier(),
                first.name(),
                first.zone(),
                first.weight(),
                first.state(),
                server.address(copy));
    }

    private static void use(Pools pools, Node shard, Pools.Role role) throws SQLException {
        try (Connection connection = pools.borrow(shard, role)) {
            connection.commit();
        }
    }
}
