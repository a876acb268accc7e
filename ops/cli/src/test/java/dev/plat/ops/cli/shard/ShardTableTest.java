package dev.plat.ops.cli.shard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.running.ShardFacts.Facts;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.schemas.Tier;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardTableTest {

    @Test
    void sharesAreMeasuredAgainstTheWeightOfActiveShards() {
        ShardTable table = new ShardTable(Tier.BUILDING, BucketMap.empty(Tier.BUILDING));
        table.add(node("building-1", 100, Node.State.ACTIVE), facts(1434, "aa"));
        table.add(node("building-2", 200, Node.State.ACTIVE), facts(2662, "aa"));
        table.add(node("building-3", 100, Node.State.DRAINING), facts(0, "bb"));

        List<ObjectNode> lines = table.lines();

        assertThat(lines.get(0).path("offPercent").asDouble()).isBetween(5.0, 5.1);
        assertThat(lines.get(1).path("offPercent").asDouble()).isBetween(-2.6, -2.5);
        assertThat(lines.get(2).path("offPercent").asDouble()).isZero();
        assertThat(lines)
                .extracting(line -> line.path("schemaRank").asInt())
                .containsExactly(1, 1, 2);
        assertThat(ShardTable.text(lines.getFirst()))
                .contains("building-1", "active", "1434", "+5.0 %", "00000001", "yes");
    }

    @Test
    void aShardThatIsNotArmedOrDoesNotAnswerIsToldApart() {
        BucketMap map =
                BucketMap.firstPlacement(Tier.BUILDING, List.of("building-1", "building-2"));
        ShardTable table = new ShardTable(Tier.BUILDING, map);
        table.add(
                node("building-1", 100, Node.State.ACTIVE),
                new Facts(2048, 0, "00000002", "00000001", 0, 0, 0, 0, "18.6", "aa"));
        table.addSilent(node("building-2", 100, Node.State.ACTIVE), "connection refused");

        List<ObjectNode> lines = table.lines();

        assertThat(ShardTable.text(lines.get(0))).contains("00000002", "no");
        assertThat(ShardTable.text(lines.get(1)))
                .contains("2048", "does not answer: connection refused");
    }

    private static Node node(String name, int weight, Node.State state) {
        return new Node(Tier.BUILDING, name, "z", weight, state, "127.0.0.1:1/building");
    }

    private static Facts facts(int owned, String schema) {
        return new Facts(owned, 0, "00000001", "00000001", 5 << 20, 1, 1024, 0, "18.6", schema);
    }
}
