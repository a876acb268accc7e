package dev.plat.ops.cli.shard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.ops.cli.running.ShardFacts;
import dev.plat.router.core.Node;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows every shard. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = {
            "Show each shard: state, weight, buckets and how far they are from its weight's share, size,",
            "links and how far they lag, write-ahead log kept for them, timeline and whether writes are",
            "open for it, rank of its schema (1 is the one that most shards of the tier have).",
            "Exit 1 when a shard does not answer."
        })
final class ListCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "One JSON object a line, one for each shard.")
    private boolean asJson;

    @Option(
            names = "--tier",
            paramLabel = "T",
            description = "A database tier; may be repeated. Default: all of them.")
    private List<String> tiers = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        List<Tier> chosen = Desk.tiers(tiers);
        RunFile run = RunFile.require(cluster.data());
        boolean allAnswer = true;
        try (Desk desk = new Desk(run)) {
            if (!asJson) {
                System.out.print(ShardTable.header());
            }
            for (Tier tier : chosen) {
                ShardTable table = new ShardTable(tier, desk.registry().map(tier));
                for (Node shard : desk.registry().nodes(tier)) {
                    allAnswer &= look(run, table, shard);
                }
                for (ObjectNode line : table.lines()) {
                    System.out.print(
                            asJson ? JSON.writeValueAsString(line) + "\n" : ShardTable.text(line));
                }
            }
        }
        return allAnswer ? Exit.DONE : Exit.REFUSED;
    }

    private static boolean look(RunFile run, ShardTable table, Node shard) {
        try {
            table.add(shard, new ShardFacts(run).look(shard, true));
            return true;
        } catch (SQLException e) {
            table.addSilent(shard, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            return shard.state() == Node.State.RETIRED;
        }
    }
}
