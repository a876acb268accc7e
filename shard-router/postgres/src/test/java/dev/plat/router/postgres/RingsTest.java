package dev.plat.router.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.Node;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingsTest {

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "1, 1, 0, 0", "2, 1, 1, 0", "3, 1, 1, 1", "64, 1, 7, 56"})
    void oneThenATenthThenTheOthers(int shards, int canary, int tenth, int all) {
        List<Node> nodes =
                IntStream.range(0, shards)
                        .mapToObj(i ->
                                new Node(
                                        Tier.BUILDING,
                                        "building-" + i,
                                        "zone",
                                        100,
                                        Node.State.ACTIVE,
                                        "nowhere:1/db"))
                        .toList();

        var rings = Rings.of(nodes);

        assertThat(rings.values().stream().map(List::size)).containsExactly(canary, tenth, all);
        List<Node> inOrder = new ArrayList<>();
        rings.values().forEach(inOrder::addAll);
        assertThat(inOrder).isEqualTo(nodes);
    }
}
