package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The third journey: an operator adds a server while customers work, turns one tier back, finishes
 * the other, and empties a server. Nobody notices. On a cluster of its own, since it leaves it
 * otherwise than it was.
 *
 * <p>The usual form gives the new server a small weight and empties that one again, so that
 * hundreds of buckets move; with {@code -Dplat.grow=full} it gets as much as the others, and the
 * first server is emptied: thousands.
 */
class GrowScenario {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final boolean FULL = System.getProperty("plat.grow", "").equals("full");
    private static final String WEIGHT = FULL ? "100" : "3";
    private static final int DRAINED = FULL ? 1 : 3;

    @Test
    void aServerIsAddedRolledBackAndDrainedWhileCustomersNoticeNothing() throws Exception {
        try (LocalCluster cluster = RunningCluster.fresh("grow");
                SteadyLoad load = new SteadyLoad(cluster, 4, 5)) {
            Cli plat = new Cli(cluster);

            Cli.Result added =
                    plat.run("shard", "add", "local", "--soak", "10m", "--weight", WEIGHT);
            System.out.println(added.output());
            assertThat(added.exit()).as(added.output()).isZero();
            assertThat(cluster.names()).contains("postgres-3");
            assertBalanced(plat, "building", "hosting", "domains", "payments", "checkout");
            Cli.Result soaking = plat.run("shard", "verify");
            assertThat(soaking.exit()).as(soaking.output()).isZero();

            List<JsonNode> orders = jsonLines(plat, "status");
            Cli.Result back = plat.run("shard", "rollback", order(orders, "hosting"));
            System.out.println(back.output());
            assertThat(back.exit()).as(back.output()).isZero();
            assertThat(buckets(plat)).containsEntry("hosting-3", 0);

            for (String tier : List.of("building", "domains", "payments", "checkout")) {
                Cli.Result finished = plat.run("shard", "finish", order(orders, tier));
                System.out.println(finished.output());
                assertThat(finished.exit()).as(finished.output()).isZero();
            }
            assertClean(plat);

            String server = "postgres-" + DRAINED;
            Cli.Result drained = plat.run("shard", "drain", server, "--soak", "0s");
            System.out.println(drained.output());
            assertThat(drained.exit()).as(drained.output()).isZero();
            Waits.until(
                    Duration.ofSeconds(60),
                    "the drains are cleaned up",
                    () -> !plat.run("shard", "status", "--json").output().contains("\"soaking\""));
            assertThat(buckets(plat))
                    .containsEntry("building-" + DRAINED, 0)
                    .containsEntry("hosting-" + DRAINED, 0)
                    .containsEntry("domains-" + DRAINED, 0)
                    .containsEntry("payments-" + DRAINED, 0)
                    .containsEntry("checkout-" + DRAINED, 0);
            Cli.Result retired = plat.run("shard", "retire", server);
            assertThat(retired.exit()).as(retired.output()).isZero();
            cluster.stop(server);
            assertClean(plat);

            load.stopAndCheck();
            System.out.println(load.summary());
            assertThat(load.failures()).isEmpty();
        }
    }

    private static void assertBalanced(Cli plat, String... tiers)
            throws IOException, InterruptedException {
        for (JsonNode shard : jsonLines(plat, "list")) {
            assertThat(tiers).contains(shard.path("tier").asText());
            assertThat(shard.path("offPercent").asDouble())
                    .as(shard.toString())
                    .isBetween(-5.0, 5.0);
        }
    }

    /** Every row is on its owner, and nothing is kept for a way back. */
    private static void assertClean(Cli plat) throws IOException, InterruptedException {
        Cli.Result verify = plat.run("shard", "verify");
        assertThat(verify.exit()).as(verify.output()).isZero();
        assertThat(verify.output()).contains(" 0 of them kept", " 0 where they must not be");
    }

    private static Map<String, Integer> buckets(Cli plat) throws IOException, InterruptedException {
        Map<String, Integer> buckets = new HashMap<>();
        for (JsonNode shard : jsonLines(plat, "list")) {
            buckets.put(shard.path("shard").asText(), shard.path("buckets").asInt());
        }
        return buckets;
    }

    private static List<JsonNode> jsonLines(Cli plat, String word)
            throws IOException, InterruptedException {
        List<JsonNode> lines = new ArrayList<>();
        Cli.Result answer = plat.run("shard", word, "--json");
        System.out.println(answer.output());
        for (String line : answer.output().lines().toList()) {
            if (line.startsWith("{")) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    private static String order(List<JsonNode> orders, String tier) {
        return orders.stream()
                .filter(order -> order.path("tier").asText().equals(tier))
                .map(order -> order.path("order").asText())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no order for " + tier));
    }
}
