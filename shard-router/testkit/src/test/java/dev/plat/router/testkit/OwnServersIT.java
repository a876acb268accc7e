package dev.plat.router.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;

@Servers(postgres = 1, zookeeper = 1, redis = 1, own = true, settings = "fsync=on")
@SuppressWarnings("try") // closing a ZooKeeper client may be interrupted; the test fails then
class OwnServersIT {

    @Test
    void aCrashedServerComesBackWithWhatWasCommitted(PostgresServers servers) throws SQLException {
        PostgresServer server = servers.first();
        run(server, "CREATE TABLE kept AS SELECT 42 AS answer");
        int port = server.port();

        server.crash();
        server.restart();

        assertThat(server.port()).isEqualTo(port);
        try (Connection connection = server.connectAsSuperuser();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT answer, current_setting('fsync') FROM kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(42);
            assertThat(rows.getString(2)).isEqualTo("on");
        }
    }

    @Test
    void zooKeeperKeepsPortAndDataOverAStop(ZooKeeperServer server) throws Exception {
        write(server, "/kept");
        int port = server.port();

        server.stop();
        assertThat(Ports.answers(port, "ruok")).isFalse();
        server.restart();

        assertThat(server.port()).isEqualTo(port);
        assertThat(exists(server, "/kept")).isTrue();
    }

    @Test
    void aWipedZooKeeperIsEmpty(ZooKeeperServer server) throws Exception {
        write(server, "/gone");

        server.wipe();

        assertThat(exists(server, "/gone")).isFalse();
    }

    @Test
    void redisComesBackOnItsPort(RedisServer server) {
        server.stop();
        assertThat(Ports.answers(server.port(), "PING\r\n")).isFalse();

        server.restart();

        assertThat(Ports.answers(server.port(), "PING\r\n")).isTrue();
    }

    private static void run(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void write(ZooKeeperServer server, String path) throws Exception {
        try (ZooKeeper client = connect(server)) {
            client.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        }
    }

    private static boolean exists(ZooKeeperServer server, String path) throws Exception {
        try (ZooKeeper client = connect(server)) {
            return client.exists(path, false) != null;
        }
    }

    private static ZooKeeper connect(ZooKeeperServer server)
            throws IOException, InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        ZooKeeper client =
                new ZooKeeper(server.connectString(), 10_000, event -> connected.countDown());
        assertThat(connected.await(10, TimeUnit.SECONDS)).isTrue();
        return client;
    }
}
