package dev.plat.router.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.Node;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
                    // A backend takes a moment to go after its client has gone.
                    Waits.until("four at most", () -> backends() <= 4);
                }
            }
            assertThat(pools.size()).isEqualTo(SHARDS);
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
