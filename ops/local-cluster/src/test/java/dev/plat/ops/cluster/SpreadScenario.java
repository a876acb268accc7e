package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sites are spread over the shards, and every row is where its bucket's owner is. */
@ExtendWith(RunningCluster.class)
class SpreadScenario {

    private static final int SITES = 200;

    @Test
    void twoHundredSitesAreSpreadAndEveryRowIsOnItsOwner(LocalCluster cluster) throws Exception {
        Customer customer = Customer.signUp(cluster, "spread@example.org").withRoomFor(SITES);
        try (ExecutorService makers = Executors.newFixedThreadPool(8)) {
            List<Future<String>> sites = new ArrayList<>();
            for (int i = 0; i < SITES; i++) {
                String slug = "spread-" + i;
                sites.add(makers.submit(() -> customer.makeSite(slug, "blank")));
            }
            for (Future<String> site : sites) {
                assertThat(site.get()).startsWith("site_");
            }
        }

        Cli.Result status = new Cli(cluster).run("status", "--json");
        Cli.Result verify = new Cli(cluster).run("shard", "verify");

        assertThat(status.exit()).as(status.output()).isZero();
        JsonNode tiers = new ObjectMapper().readTree(status.output()).path("tiers");
        for (JsonNode tier : tiers) {
            if (tier.path("tier").asText().equals("building")) {
                List<Long> counts = new ArrayList<>();
                tier.path("nodes").forEach(node -> counts.add(node.path("sites").asLong()));
                System.out.println("sites on the shards of the building tier: " + counts);
                long all = counts.stream().mapToLong(Long::longValue).sum();
                assertThat(all).isGreaterThanOrEqualTo(SITES);
                assertThat(counts)
                        .hasSize(2)
                        .allSatisfy(count ->
                                assertThat(count.doubleValue())
                                        .isBetween(all / 2.0 * 0.75, all / 2.0 * 1.25));
            }
        }
        System.out.println(verify.output());
        assertThat(verify.exit()).as(verify.output()).isZero();
        assertThat(verify.output()).contains(" 0 where they must not be");
    }
}
