package dev.plat.ops.cli.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.running.Bar;
import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.router.core.Node;
import dev.plat.router.postgres.TierMigrations;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings all shards to this version's schema. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Bring all shards of the tiers to the schema of this version, in rings. A table that is in use",
            "is waited for in tries of one second, so nobody waits behind a change for longer.",
            "The first failure stops it and says where. Run again, it goes on there; what is up to date is",
            "only looked at. It cannot be undone, and need not be: see plat schema --help."
        })
final class MigrateCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--tier",
            paramLabel = "T",
            description = "A database tier; may be repeated. Default: all of them.")
    private List<String> tiers = new ArrayList<>();

    @Option(names = "--json", description = "One JSON object a line, one for each shard.")
    private boolean asJson;

    @Override
    public Integer call() {
        List<Tier> chosen = Desk.tiers(tiers);
        RunFile run = RunFile.require(cluster.data());
        try (Desk desk = new Desk(run)) {
            for (Tier tier : chosen) {
                List<Node> shards = desk.shardsInUse(tier);
                String password = run.secret("postgres.owner.password");
                List<TierMigrations.Report> reports =
                        migrate(tier, new TierMigrations(tier, password), shards);
                if (!asJson) {
                    summary(tier, reports);
                }
            }
        }
        return Exit.DONE;
    }

    private List<TierMigrations.Report> migrate(
            Tier tier, TierMigrations migrations, List<Node> shards) {
        List<TierMigrations.Report> seen = new ArrayList<>();
        try (Bar bar = Bar.onStderr()) {
            return migrations.run(
                    shards,
                    report -> {
                        synchronized (seen) {
                            seen.add(report);
                            if (asJson) {
                                print(tier, report);
                            } else {
                                bar.show(
                                        seen.size(),
                                        shards.size(),
                                        tier.text() + ", ring " + report.ring());
                            }
                        }
                    });
        }
    }

    private static void summary(Tier tier, List<TierMigrations.Report> reports) {
        long changed = reports.stream().filter(report -> report.applied() > 0).count();
        String version =
                reports.stream().findFirst().map(TierMigrations.Report::version).orElse("none");
        System.out.printf(
                "%s: %d shards at version %s, %d of them changed now%n",
                tier.text(), reports.size(), version, changed);
    }

    private static void print(Tier tier, TierMigrations.Report report) {
        ObjectNode line = JSON.createObjectNode();
        line.put("event", "migrated");
        line.put("tier", tier.text());
        line.put("shard", report.shard());
        line.put("ring", report.ring());
        line.put("applied", report.applied());
        line.put("version", report.version());
        line.put("millis", report.took().toMillis());
        try {
            System.out.println(JSON.writeValueAsString(line));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
