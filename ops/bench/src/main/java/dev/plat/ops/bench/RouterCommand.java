package dev.plat.ops.bench;

import dev.plat.ops.bench.rig.Target;
import dev.plat.ops.bench.router.Comparison;
import dev.plat.ops.bench.router.Report;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The router beside a bare pool and ShardingSphere. */
@Command(
        name = "router",
        mixinStandardHelpOptions = true,
        description = {
            "Run the same transactions over raw HikariCP, Plat's router and ShardingSphere-JDBC, turn by turn",
            "in one JVM, and draw a page. Exit 1 when a target is missed."
        })
final class RouterCommand implements Callable<Integer> {

    @Mixin private RunOptions run = new RunOptions();

    @Option(
            names = "--threads",
            split = ",",
            description = "Callers at the same time, one or several numbers; 1,16 by default.")
    private List<Integer> threads = List.of(1, 16);

    @Option(names = "--rounds", description = "Rounds (${DEFAULT-VALUE}).", defaultValue = "7")
    private int rounds = 7;

    @Option(
            names = "--turn-millis",
            description = "Of each contender, operation and number of threads (${DEFAULT-VALUE}).",
            defaultValue = "1000")
    private int turnMillis = 1000;

    @Override
    public Integer call() throws SQLException {
        System.out.println("seed " + run.seed());
        boolean quick = run.quick();
        Comparison.Settings settings =
                new Comparison.Settings(
                        run.folder("router"),
                        threads,
                        quick ? 1 : rounds,
                        Duration.ofMillis(quick ? 150 : turnMillis),
                        Duration.ofMillis(quick ? 100 : 2 * turnMillis),
                        quick,
                        run.seed());
        Comparison.Found found = new Comparison(System.out, settings).run();
        List<Target> targets = Report.write(found, settings, System.out);
        return quick || Target.allMet(targets) ? 0 : Bench.TARGET_MISSED;
    }
}
