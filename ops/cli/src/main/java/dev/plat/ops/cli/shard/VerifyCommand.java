package dev.plat.ops.cli.shard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.ops.cli.running.Tiers;
import dev.plat.router.core.Node;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts rows that lie where they must not. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Ask every shard, table by table, for rows whose bucket it does not own.",
            "Copies of a move that is under way or soaks are no strays: they are counted apart as kept.",
            "Exit 1 when there is a stray."
        })
final class VerifyCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean asJson;

    @Override
    public Integer call() throws SQLException, IOException {
        long rows = 0;
        long kept = 0;
        long strays = 0;
        try (Tiers tiers = new Tiers(RunFile.require(cluster.data()))) {
            for (Tier tier : Tier.values()) {
                if (tier.kind() != Tier.Kind.DATABASE) {
                    continue;
                }
                List<Node> shards =
                        tiers.topology().nodes(tier).stream()
                                .filter(shard -> shard.state() != Node.State.RETIRED)
                                .toList();
                for (Tiers.Strays found : tiers.strays(shards)) {
                    rows += found.rows();
                    kept += found.kept();
                    strays += found.strays();
                    print(found);
                }
            }
        }
        if (!asJson) {
            System.out.printf(
                    "%d rows on all shards, %d of them kept for the way back or on their way,"
                            + " %d where they must not be%n",
                    rows, kept, strays);
        }
        return strays == 0 ? Exit.DONE : Exit.REFUSED;
    }

    private void print(Tiers.Strays found) throws IOException {
        if (asJson) {
            ObjectNode line = JSON.createObjectNode();
            line.put("tier", found.tier());
            line.put("shard", found.shard());
            line.put("table", found.table());
            line.put("rows", found.rows());
            line.put("kept", found.kept());
            line.put("strays", found.strays());
            System.out.println(JSON.writeValueAsString(line));
        } else {
            System.out.printf(
                    "%-12s %-26s %8d rows %8d kept %6d strays%n",
                    found.shard(), found.table(), found.rows(), found.kept(), found.strays());
        }
    }
}
