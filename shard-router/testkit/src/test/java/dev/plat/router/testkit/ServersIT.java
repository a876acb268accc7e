package dev.plat.router.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@Servers(postgres = 2, tier = "building", zookeeper = 1, redis = 1)
class ServersIT {

    @Test
    void eachServerHasADatabaseOfTheClass(PostgresServers servers) throws SQLException {
        assertThat(servers.size()).isEqualTo(2);
        assertThat(servers.get(0).port()).isNotEqualTo(servers.get(1).port());
        for (PostgresServer server : servers.all()) {
            assertThat(one(server, "SELECT current_database()"))
                    .isEqualTo(server.database())
                    .endsWith("_building");
        }
    }

    @Test
    void theServerIsOfTheVersionAskedFor(PostgresServers servers) throws SQLException {
        String wished = System.getProperty("plat.test.postgres", "18");

        assertThat(one(servers.first(), "SHOW server_version")).startsWith(wished + ".");
        assertThat(one(servers.first(), "SHOW data_checksums")).isEqualTo("on");
    }

    @Test
    void redisAnswers(RedisServer redis) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().readNBytes(7)).asString().isEqualTo("+PONG\r\n");
        }
    }

    @Test
    void aSharedServerCannotBeStopped(ZooKeeperServer zooKeeper, PostgresServers postgres) {
        assertThatThrownBy(zooKeeper::stop).hasMessageContaining("own = true");
        assertThatThrownBy(postgres.first()::crash).hasMessageContaining("own = true");
    }

    @Nested
    class Inside {

        @Test
        void aNestedClassSharesTheServersOfTheOuterOne(PostgresServers servers) {
            assertThat(servers.first().database()).endsWith("_building");
        }
    }

    private static String one(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = server.connectAsSuperuser();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
