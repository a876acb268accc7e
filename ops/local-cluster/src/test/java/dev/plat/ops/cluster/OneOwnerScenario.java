package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Invariant 2, one owner: the database itself refuses who has slept through a move. */
@ExtendWith(RunningCluster.class)
class OneOwnerScenario {

    @Test
    void aWriteWithAnOldEpochIsRefusedByPostgresItself(LocalCluster cluster) throws SQLException {
        int port = cluster.layout().postgresPort(1);
        String password =
                ClusterSecrets.loadOrMake(cluster.layout().secrets()).get("postgres.app.password");
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://127.0.0.1:" + port + "/building",
                                "plat_app",
                                password);
                Statement statement = connection.createStatement()) {
            int bucket;
            try (ResultSet owned =
                    statement.executeQuery(
                            "SELECT bucket FROM plat.plat_bucket WHERE state = 'owned' LIMIT 1")) {
                owned.next();
                bucket = owned.getInt(1);
            }
            String enter = "SELECT plat.plat_enter(" + bucket + "::smallint, 0)";

            assertThatThrownBy(() -> statement.execute(enter))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("PB002"));
            assertThatThrownBy(() ->
                            statement.execute(
                                    "INSERT INTO outbox (bucket, id, topic, payload) VALUES ("
                                            + bucket
                                            + ", gen_random_uuid(), 'x', '{}')"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
    }
}
