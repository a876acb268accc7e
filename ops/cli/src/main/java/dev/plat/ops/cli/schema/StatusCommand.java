package dev.plat.ops.cli.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.router.core.Node;
import dev.plat.router.postgres.SchemaDrift;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows whether all shards have one schema. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Show the schema of each shard as a hash, and what those have (+) and lack (-) that differ from",
            "most of the others. Changes nothing. Exit 1 when shards of a tier differ or do not answer."
        })
final class StatusCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int HASH_SHOWN = 12;

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--tier",
            paramLabel = "T",
            description = "A database tier; may be repeated. Default: all of them.")
    private List<String> tiers = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object a line, one for each shard.")
    private boolean asJson;

    @Override
    public Integer call() throws IOException {
        List<Tier> chosen = Desk.tiers(tiers);
        RunFile run = RunFile.require(cluster.data());
        boolean equal = true;
        try (Desk desk = new Desk(run)) {
            SchemaDrift drift = new SchemaDrift(run.secret("postgres.owner.password"));
            for (Tier tier : chosen) {
                List<Node> shards = desk.shardsInUse(tier);
                SchemaDrift.Report report = drift.look(shards);
                equal &= report.none();
                for (Node shard : shards) {
                    print(shard, report);
                }
                if (!asJson) {
                    summary(tier, shards.size(), report);
                }
            }
        }
        return equal ? Exit.DONE : Exit.REFUSED;
    }

    private void print(Node shard, SchemaDrift.Report report) throws IOException {
        String name = shard.name();
        String hash = report.hashes().getOrDefault(name, "");
        List<String> lines = report.differing().getOrDefault(name, List.of());
        String silent = report.silent().getOrDefault(name, "");
        String state = !silent.isEmpty() ? "silent" : lines.isEmpty() ? "usual" : "differs";
        if (asJson) {
            ObjectNode line = JSON.createObjectNode();
            line.put("tier", shard.tier().text());
            line.put("shard", name);
            line.put("schema", hash);
            line.put("state", state);
            lines.forEach(line.withArray("differences")::add);
            if (!silent.isEmpty()) {
                line.put("found", silent);
            }
            System.out.println(JSON.writeValueAsString(line));
            return;
        }
        System.out.printf(
                "%-14s %-12s %s%n",
                name,
                hash.substring(0, Math.min(HASH_SHOWN, hash.length())),
                silent.isEmpty() ? state : "does not answer: " + silent);
        lines.forEach(line -> System.out.println("               " + line));
    }

    private static void summary(Tier tier, int shards, SchemaDrift.Report report) {
        System.out.println(
                report.none()
                        ? "%s: all %d shards are equal".formatted(tier.text(), shards)
                        : "%s: %d of %d differ, %d do not answer; to even them out: plat schema migrate"
                                .formatted(
                                        tier.text(),
                                        report.differing().size(),
                                        shards,
                                        report.silent().size()));
    }
}
