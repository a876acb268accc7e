package dev.plat.router.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Where a kill test may stop a router. */
@Servers(postgres = 2, tier = "building")
class RouterPointsIT {

    private final TestShards shards;

    RouterPointsIT(PostgresServers servers) {
        shards = TestShards.install(servers);
    }

    @Test
    void aCallPassesItsPointsInOrder() {
        List<String> passed = new CopyOnWriteArrayList<>();
        try (Router router = open(passed::add)) {
            router.write(new Bucket(2), tx -> Items.insert(tx, "a", 1));
            assertThat(passed)
                    .containsExactly("tx.borrowed", "tx.entered", "tx.commit-sent", "tx.committed");

            passed.clear();
            router.read(new Bucket(2), tx -> Items.value(tx, "a"));
            assertThat(passed).containsExactly("tx.borrowed", "tx.entered");

            passed.clear();
            Items.move(shards, new Bucket(2), 1, 0, 1, 2);
            router.write(new Bucket(2), tx -> Items.insert(tx, "b", 1));
            assertThat(passed)
                    .containsExactly(
                            "tx.borrowed",
                            "map.learned",
                            "tx.borrowed",
                            "tx.entered",
                            "tx.commit-sent",
                            "tx.committed");
        }
    }

    @Test
    void whatIsStoppedBeforeItsCommitLeavesNothing() {
        try (Router router =
                open(point -> {
                    if (point.equals("tx.commit-sent")) {
                        throw new IllegalStateException("stopped");
                    }
                })) {
            assertThatThrownBy(() -> router.write(new Bucket(4), tx -> Items.insert(tx, "gone", 1)))
                    .hasMessage("stopped");
        }
        assertThat(Items.count(shards.server(0), new Bucket(4))).isEqualTo("0");
    }

    private Router open(ControlPoints points) {
        return PostgresRouter.open(
                Tier.BUILDING, shards.topology(), TestShards.SETTINGS.withPoints(points));
    }
}
