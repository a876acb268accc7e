package dev.plat.ops.bench;

import dev.plat.ops.bench.budget.BudgetRun;
import dev.plat.ops.bench.rig.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Many routers on many shards, under a budget of backends. */
@Command(
        name = "budget",
        mixinStandardHelpOptions = true,
        description = {
            "Put router processes with a budget of sockets on many shards: a steady load without and with one",
            "bucket at 50 times the others' load in turn, then more callers than can be served. Exit 1 when a",
            "target is missed."
        })
final class BudgetCommand implements Callable<Integer> {

    private static final int SERVERS = 2;

    @Mixin private RunOptions run = new RunOptions();

    @Option(
            names = "--shards",
            defaultValue = "64",
            description = "Databases on 2 servers (${DEFAULT-VALUE}).")
    private int shards = 64;

    @Option(names = "--processes", defaultValue = "8", description = "Routers (${DEFAULT-VALUE}).")
    private int processes = 8;

    @Option(
            names = "--sockets",
            defaultValue = "60",
            description = "Of each process to all shards (${DEFAULT-VALUE}).")
    private int sockets = 60;

    @Option(
            names = "--callers",
            defaultValue = "2000",
            description = "Concurrent requests of all processes together (${DEFAULT-VALUE}).")
    private int callers = 2000;

    @Option(
            names = "--per-bucket",
            defaultValue = "1",
            description =
                    "Requests a second of each of four buckets a shard; the whale: 50 times (${DEFAULT-VALUE}).")
    private double perBucket = 1;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Without and with the whale (${DEFAULT-VALUE}).")
    private int rounds = 5;

    @Option(
            names = "--seconds",
            defaultValue = "8",
            description = "Of each phase (${DEFAULT-VALUE}).")
    private int seconds = 8;

    @Override
    public Integer call() throws SQLException {
        System.out.println("seed " + run.seed());
        boolean quick = run.quick();
        Duration phase = Duration.ofMillis(quick ? 700 : seconds * 1000L);
        List<Target> targets =
                new BudgetRun(
                                System.out,
                                new BudgetRun.Settings(
                                        run.folder("budget"),
                                        SERVERS,
                                        quick ? 4 : shards,
                                        quick ? 2 : processes,
                                        quick ? 8 : sockets,
                                        quick ? 100 : callers,
                                        4,
                                        quick ? 5 : perBucket,
                                        quick ? phase : phase.multipliedBy(2),
                                        quick ? phase : phase.multipliedBy(2),
                                        quick ? 1 : rounds,
                                        phase,
                                        run.seed()))
                        .run();
        return quick || Target.allMet(targets) ? 0 : Bench.TARGET_MISSED;
    }
}
