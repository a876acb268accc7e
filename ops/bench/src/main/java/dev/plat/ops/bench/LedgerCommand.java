package dev.plat.ops.bench;

import dev.plat.ops.bench.ledger.LedgerRun;
import dev.plat.ops.bench.rig.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The books beside a bare insert of the same rows. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = {
            "Post journals one by one and in batches, and insert the same rows bare, turn by turn on one shard with",
            "fsync on; then at a fixed rate, for p99; then prove all entries. Exit 1 when a target is missed."
        })
final class LedgerCommand implements Callable<Integer> {

    @Mixin private RunOptions run = new RunOptions();

    @Option(names = "--rounds", description = "Rounds (${DEFAULT-VALUE}).", defaultValue = "5")
    private int rounds = 5;

    @Option(
            names = "--turn-millis",
            description = "Of each way of writing in a round (${DEFAULT-VALUE}).",
            defaultValue = "3000")
    private int turnMillis = 3000;

    @Option(
            names = "--rate-seconds",
            description = "At each fixed rate (${DEFAULT-VALUE}).",
            defaultValue = "20")
    private int rateSeconds = 20;

    @Option(
            names = "--clients",
            description = "That write at the same time (${DEFAULT-VALUE}).",
            defaultValue = "16")
    private int clients = 16;

    @Option(
            names = "--batch",
            description = "Journals of a batch, 2 to 100 (${DEFAULT-VALUE}).",
            defaultValue = "20")
    private int batch = 20;

    @Option(
            names = "--entries",
            description = "To be proved at the end, at least (${DEFAULT-VALUE}).",
            defaultValue = "1000000")
    private int entries = 1_000_000;

    @Override
    public Integer call() throws SQLException {
        System.out.println("seed " + run.seed());
        boolean quick = run.quick();
        LedgerRun.Settings settings =
                new LedgerRun.Settings(
                        run.folder("ledger"),
                        quick ? 1 : rounds,
                        Duration.ofMillis(quick ? 300 : turnMillis),
                        Duration.ofMillis(quick ? 300 : 1000L * rateSeconds),
                        clients,
                        batch,
                        quick ? 64 : 1024,
                        quick ? 2_000 : entries,
                        run.seed());
        List<Target> targets = new LedgerRun(settings, System.out).run();
        return quick || Target.allMet(targets) ? 0 : Bench.TARGET_MISSED;
    }
}
