package dev.plat.ops.chaos;

import dev.plat.ops.chaos.registry.RegistryOutage;
import dev.plat.ops.chaos.rig.Audit;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** ZooKeeper is away for minutes. */
@Command(
        name = "registry",
        mixinStandardHelpOptions = true,
        description = {
            "Stop ZooKeeper in the middle of a move, under load; restart routers meanwhile, with SIGKILL and",
            "without; start it again. Exit 1 when a read or write failed, a row is lost or doubled, or the move",
            "did not stand still and end by itself."
        })
final class RegistryCommand implements Callable<Integer> {

    @Mixin private RunOptions run = new RunOptions();

    @Option(
            names = "--minutes",
            defaultValue = "10",
            description = "How long ZooKeeper is away (${DEFAULT-VALUE}).")
    private double minutes = 10;

    @Option(
            names = "--restart-every",
            defaultValue = "20",
            description = "Seconds from one router's restart to the next (${DEFAULT-VALUE}).")
    private int restartSeconds = 20;

    @Option(
            names = "--routers",
            defaultValue = "3",
            description = "Processes that read and write (${DEFAULT-VALUE}).")
    private int routers = 3;

    @Option(
            names = "--rate",
            defaultValue = "150",
            description = "Operations a second of each (${DEFAULT-VALUE}).")
    private int perSecond = 150;

    @Option(
            names = "--point",
            defaultValue = "moved.after#2",
            description = {
                "Where the move stands when ZooKeeper goes (${DEFAULT-VALUE}: the buckets of its second",
                "swap have no owner just then); see plat chaos kill --help for others."
            })
    private String point = "moved.after#2";

    @Override
    public Integer call() throws SQLException {
        long seed = run.seed();
        System.out.println("seed " + seed);
        RegistryOutage.Verdict verdict =
                new RegistryOutage(System.out)
                        .run(
                                new RegistryOutage.Settings(
                                        run.folder(Path.of("registry")),
                                        routers,
                                        perSecond,
                                        Duration.ofSeconds(Math.round(60 * minutes)),
                                        Duration.ofSeconds(restartSeconds),
                                        point,
                                        seed));
        tell(verdict);
        return verdict.holds() ? 0 : Chaos.FAULT_FOUND;
    }

    private static void tell(RegistryOutage.Verdict verdict) {
        var starts =
                verdict.firstAnswerMillis().stream()
                        .collect(Collectors.summarizingLong(Long::longValue));
        System.out.printf(
                "%d routers restarted without ZooKeeper (%d by SIGKILL); first answer after %.0f ms, at most %d ms%n",
                starts.getCount(), verdict.kills(), starts.getAverage(), starts.getMax());
        System.out.println("the move, soon after ZooKeeper went:    " + verdict.early());
        System.out.println("the move, when ZooKeeper came back:     " + verdict.late());
        System.out.printf(
                "its order: %s, %.1f s after ZooKeeper's return; left over: %s%n",
                verdict.end().isEmpty() ? "has not ended" : verdict.end(),
                verdict.resumeMillis() / 1e3,
                verdict.leftovers().isEmpty() ? "nothing" : verdict.leftovers());
        System.out.printf(
                "%d operations without ZooKeeper, ms: p50 %.1f, p99 %.1f, p99.9 %.1f, longest %.1f%n",
                verdict.during().getTotalCount(),
                verdict.during().getValueAtPercentile(50) / 1e3,
                verdict.during().getValueAtPercentile(99) / 1e3,
                verdict.during().getValueAtPercentile(99.9) / 1e3,
                verdict.during().getMaxValue() / 1e3);
        Audit.Result audit = verdict.audit();
        System.out.printf(
                "%d writes acknowledged, %d calls failed, %d unknown, %d rows; %d faults%n",
                audit.acknowledged(),
                audit.failed(),
                audit.unknown(),
                audit.rows(),
                audit.faultCount());
        audit.faults().forEach(System.out::println);
    }
}
