package dev.plat.ops.chaos;

import dev.plat.ops.chaos.rig.Audit;
import dev.plat.ops.chaos.stale.StaleRouters;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Routers frozen, cut off and with wrong clocks across cutovers. */
@Command(
        name = "stale",
        mixinStandardHelpOptions = true,
        description = {
            "Move buckets to and fro under routers that are frozen, cut off from ZooKeeper and have wrong",
            "clocks, with a psql beside them that uses old epochs. Exit 1 when a row is lost, doubled, or",
            "outside its owner. The published form: --cutovers 100000."
        })
final class StaleCommand implements Callable<Integer> {

    @Mixin private RunOptions run = new RunOptions();

    @Option(
            names = "--cutovers",
            defaultValue = "2000",
            description = "At least so many (${DEFAULT-VALUE}).")
    private int cutovers = 2000;

    @Option(
            names = "--buckets",
            defaultValue = "250",
            description = "That travel together (${DEFAULT-VALUE}).")
    private int buckets = 250;

    @Option(
            names = "--writers",
            defaultValue = "3",
            description = "Router processes (${DEFAULT-VALUE}).")
    private int writers = 3;

    @Option(
            names = "--rate",
            defaultValue = "150",
            description = "Operations a second of each (${DEFAULT-VALUE}).")
    private int perSecond = 150;

    @Option(names = "--true-clocks", description = "Leave the routers' wall clocks alone.")
    private boolean trueClocks;

    @Override
    public Integer call() throws SQLException {
        long seed = run.seed();
        System.out.println("seed " + seed);
        StaleRouters.Verdict verdict =
                new StaleRouters(System.out)
                        .run(
                                new StaleRouters.Settings(
                                        run.folder(Path.of("stale")),
                                        writers,
                                        perSecond,
                                        buckets,
                                        cutovers,
                                        !trueClocks,
                                        seed));
        Audit.Result audit = verdict.audit();
        System.out.printf(
                "%d cutovers, %d freezes, %d cuts from ZooKeeper, %d tries by psql with an old epoch (%d errors told)%n",
                verdict.cutovers(),
                verdict.freezes(),
                verdict.cuts(),
                verdict.intrusions(),
                verdict.refusals());
        System.out.printf(
                "%d writes acknowledged, %d refused, %d unknown, %d rows; %d faults%n",
                audit.acknowledged(),
                audit.failed(),
                audit.unknown(),
                audit.rows(),
                audit.faultCount());
        audit.faults().forEach(System.out::println);
        return verdict.holds() ? 0 : Chaos.FAULT_FOUND;
    }
}
