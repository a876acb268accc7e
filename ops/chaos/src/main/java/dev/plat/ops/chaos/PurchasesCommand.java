package dev.plat.ops.chaos;

import dev.plat.ops.chaos.purchase.PurchaseLab;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Purchases while everything goes wrong. */
@Command(
        name = "purchases",
        mixinStandardHelpOptions = true,
        description = {
            "Buy with faults of forty kinds, and SIGKILL of payments, checkout and the card provider at each commit.",
            "Exit 1 when somebody was charged twice or for nothing, an order has no end, or the books differ."
        })
final class PurchasesCommand implements Callable<Integer> {

    @Mixin private RunOptions run = new RunOptions();

    @Option(
            names = "--orders",
            description = "Purchases (${DEFAULT-VALUE}).",
            defaultValue = "10000")
    private int orders = 10_000;

    @Option(
            names = "--together",
            description = "Buyers at once (${DEFAULT-VALUE}).",
            defaultValue = "24")
    private int together = 24;

    @Option(
            names = "--minutes",
            description = "Begin no more purchases after so many (${DEFAULT-VALUE}).",
            defaultValue = "10000")
    private int minutes = 10_000;

    @Option(names = "--without-kills", description = "Leave the machinery alone.")
    private boolean withoutKills;

    @Option(
            names = "--at",
            split = ",",
            paramLabel = "POINT",
            description =
                    "Kill payments and checkout only at these control points, such as commit.poller.advance.after, and exit 1 where one was not met.")
    private Set<String> at = Set.of();

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        Path folder = run.folder(Path.of("purchases")).toAbsolutePath();
        System.out.println("seed " + run.seed() + ", logs in " + folder);
        PurchaseLab.Verdict verdict =
                new PurchaseLab(
                                new PurchaseLab.Settings(
                                        folder,
                                        orders,
                                        Duration.ofMinutes(minutes),
                                        together,
                                        !withoutKills,
                                        at,
                                        run.seed()),
                                System.out)
                        .run();
        return verdict.bad().isEmpty() ? 0 : Chaos.FAULT_FOUND;
    }
}
