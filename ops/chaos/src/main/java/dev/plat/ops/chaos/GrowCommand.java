package dev.plat.ops.chaos;

import dev.plat.ops.chaos.grow.GrowUnderLoad;
import dev.plat.ops.chaos.grow.Verdict;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole system grows under load. */
@Command(
        name = "grow",
        mixinStandardHelpOptions = true,
        description = {
            "Start a cluster, load it, add a server, roll back, rebalance, drain the first server; hold every",
            "answer the clients got against the databases. Exit 1 when a client saw an error or a row is lost."
        })
final class GrowCommand implements Callable<Integer> {

    @Mixin private RunOptions run = new RunOptions();

    @Option(
            names = "--port-base",
            defaultValue = "9800",
            description = "Of the cluster (${DEFAULT-VALUE}).")
    private int portBase = 9800;

    @Option(
            names = "--percent",
            defaultValue = "80",
            description = "Load, of what the system can do (${DEFAULT-VALUE}).")
    private int percent = 80;

    @Option(
            names = "--window",
            defaultValue = "30",
            description = "Seconds of each measurement without a move (${DEFAULT-VALUE}).")
    private int windowSeconds = 30;

    @Option(
            names = "--rate",
            description = "Operations a second, instead of finding out what the system can do.")
    private int rate;

    @Option(names = "--only-add", description = "End when the server is added.")
    private boolean onlyAdd;

    @Override
    public Integer call() throws SQLException {
        Verdict verdict =
                new GrowUnderLoad(
                                System.out,
                                new GrowUnderLoad.Settings(
                                        Path.of(System.getProperty("plat.home", ".")),
                                        run.folder(Path.of("grow")).toAbsolutePath(),
                                        portBase,
                                        percent,
                                        rate,
                                        onlyAdd,
                                        Duration.ofSeconds(windowSeconds),
                                        run.seed()))
                        .run();
        System.out.println();
        verdict.lines().forEach(System.out::println);
        verdict.audit().faults().forEach(System.out::println);
        return verdict.holds() ? 0 : Chaos.FAULT_FOUND;
    }
}
