package dev.plat.ops.chaos;

import dev.plat.ops.chaos.schema.Obstacle;
import dev.plat.ops.chaos.schema.SchemaRings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A schema change meets an obstacle. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = {
            "Run a schema change over many shards in rings, with an obstacle on one shard of the last ring and",
            "a reader on each; look where it stopped, take the obstacle away, run it again. Exit 1 when it did",
            "not stop, touched a shard behind it, or did not come to its end then."
        })
final class SchemaCommand implements Callable<Integer> {

    @Mixin private RunOptions run = new RunOptions();

    @Option(
            names = "--shards",
            defaultValue = "64",
            description = "Databases on two servers, 20 or more (${DEFAULT-VALUE}).")
    private int shards = 64;

    @Option(
            names = "--obstacle",
            defaultValue = "TABLE",
            description = {
                "Of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}): a table made by hand, or a transaction that",
                "does not end; a change waits a minute for that, and the lanes beside it go on meanwhile."
            })
    private Obstacle.Kind obstacle = Obstacle.Kind.TABLE;

    @Override
    public Integer call() throws SQLException {
        long seed = run.seed();
        System.out.println("seed " + seed);
        SchemaRings.Verdict verdict =
                new SchemaRings(System.out)
                        .run(
                                new SchemaRings.Settings(
                                        run.folder(Path.of("schema")), shards, obstacle, seed));
        SchemaRings.Stop stop = verdict.stop();
        System.out.println("the obstacle was on " + stop.planted() + "; the first run said");
        System.out.println("  [" + stop.code() + "]");
        stop.facts().forEach((key, value) -> System.out.println("  " + key + ": " + value));
        System.out.printf(
                "%d shards changed by it, %d behind it untouched; schemas: %s%n",
                verdict.changedFirst(), stop.untouched(), stop.shardsByHash());
        System.out.println(
                "a move from the first shard to that one then: "
                        + (stop.refusal().isEmpty() ? "not refused" : stop.refusal()));
        System.out.printf(
                "the second run changed %d; all %d equal: %s; the same move: %s%n",
                verdict.changedThen(),
                verdict.shards(),
                verdict.equal() ? "yes" : "no",
                verdict.refusedThen().isEmpty() ? "could begin" : verdict.refusedThen());
        System.out.printf(
                "a reader of the altered table waited %.0f ms at most, on the obstacle's shard %.0f ms; %d errors%n",
                verdict.longestMillis(),
                verdict.longestAtObstacleMillis(),
                verdict.readErrors().size());
        return verdict.holds() ? 0 : Chaos.FAULT_FOUND;
    }
}
