package dev.plat.ops.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.router.core.Node;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What concerns database shards. */
@Command(
        name = "shard",
        mixinStandardHelpOptions = true,
        description = "Look after database shards.",
        subcommands = ShardCommand.Verify.class)
final class ShardCommand {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Counts rows that lie where they must not. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Ask every shard, table by table, for rows whose bucket it does not own.",
                "Exit 1 when there is one."
            })
    static final class Verify implements Callable<Integer> {

        @Mixin private ClusterOptions cluster = new ClusterOptions();

        @Option(names = "--json", description = "One JSON object a line.")
        private boolean asJson;

        @Override
        public Integer call() throws SQLException, IOException {
            long rows = 0;
            long strays = 0;
            try (Tiers tiers = new Tiers(RunFile.require(cluster.data()))) {
                for (Tier tier : Tier.values()) {
                    if (tier.kind() != Tier.Kind.DATABASE) {
                        continue;
                    }
                    for (Node shard : tiers.topology().nodes(tier)) {
                        for (Tiers.Strays found : tiers.strays(shard)) {
                            rows += found.rows();
                            strays += found.strays();
                            print(found);
                        }
                    }
                }
            }
            if (!asJson) {
                System.out.printf(
                        "%d rows on all shards, %d where they must not be%n", rows, strays);
            }
            return strays == 0 ? 0 : Plat.REFUSED;
        }

        private void print(Tiers.Strays found) throws IOException {
            if (asJson) {
                ObjectNode line = JSON.createObjectNode();
                line.put("tier", found.tier());
                line.put("shard", found.shard());
                line.put("table", found.table());
                line.put("rows", found.rows());
                line.put("strays", found.strays());
                System.out.println(JSON.writeValueAsString(line));
            } else {
                System.out.printf(
                        "%-12s %-26s %8d rows %6d strays%n",
                        found.shard(), found.table(), found.rows(), found.strays());
            }
        }
    }
}
