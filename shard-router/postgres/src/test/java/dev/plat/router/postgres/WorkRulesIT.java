package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.one;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What work may not do, and what it may do without harm. */
@Servers(postgres = 2, tier = "building")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkRulesIT {

    private final TestShards shards;
    private MemoryTopology topology;
    private Router router;
    private Bucket bucket = new Bucket(0);

    WorkRulesIT(PostgresServers servers) {
        shards = TestShards.install(servers);
        topology = shards.topology();
        router = PostgresRouter.open(Tier.BUILDING, topology, TestShards.SETTINGS);
    }

    /** Even buckets are the first server's, so each test has one of its own there. */
    @BeforeEach
    void ownBucket() {
        bucket = new Bucket(bucket.number() + 2);
    }

    @AfterEach
    void freshRouter() {
        router.close();
        topology = shards.topology();
        router = PostgresRouter.open(Tier.BUILDING, topology, TestShards.SETTINGS);
    }

    @Test
    void anotherBucketsRowIsNeitherSeenNorWritten() {
        Bucket other = new Bucket(bucket.number() + 2000);
        router.write(bucket, tx -> Items.insert(tx, "mine", 1));

        assertThat(
                        router.<String>read(
                                other, tx -> one(tx.connection(), "SELECT count(*) FROM item")))
                .isEqualTo("0");
        assertThatThrownBy(() -> router.write(other, tx -> Items.insert(tx, bucket, "theirs", 1)))
                .satisfies(e -> Items.assertCode(e, ErrorCode.FENCE_BYPASS));
        assertThatThrownBy(() ->
                        router.write(
                                bucket,
                                tx -> {
                                    tx.expect(other);
                                    return 0;
                                }))
                .satisfies(e -> Items.assertCode(e, ErrorCode.INTERNAL));
    }

    @Test
    void aCallInsideWorkIsRefused() {
        assertThatThrownBy(() -> router.write(bucket, tx -> router.read(bucket, inner -> 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatLibrariesDoToAConnectionDoesNoHarm() {
        List<Connection> kept = new ArrayList<>();
        router.write(
                bucket,
                tx -> {
                    Connection connection = tx.connection();
                    kept.add(connection);
                    connection.close();
                    connection.setAutoCommit(false);
                    connection.setReadOnly(false);
                    assertThat(connection.isClosed()).isFalse();
                    assertThat(connection.getAutoCommit()).isFalse();
                    assertThat(connection.isReadOnly()).isFalse();
                    assertThatThrownBy(connection::commit)
                            .isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(connection::rollback)
                            .isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(() -> connection.setAutoCommit(true))
                            .isInstanceOf(IllegalStateException.class);
                    return Items.insert(tx, "a", 1);
                });

        assertThatThrownBy(() -> kept.getFirst().prepareStatement("SELECT 1"))
                .hasMessageContaining("over");
    }
}
