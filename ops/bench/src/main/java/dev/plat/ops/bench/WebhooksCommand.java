package dev.plat.ops.bench;

import dev.plat.ops.bench.rig.Target;
import dev.plat.ops.bench.webhooks.WebhookRun;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon a provider is answered that tells what happened. */
@Command(
        name = "webhooks",
        mixinStandardHelpOptions = true,
        description = {
            "Tell the payments service signed events at a fixed rate, one in five twice, on one shard with fsync on.",
            "Exit 1 when p99 is above 50 ms, or an event is refused, lost or doubled."
        })
final class WebhooksCommand implements Callable<Integer> {

    @Mixin private RunOptions run = new RunOptions();

    @Option(names = "--rounds", description = "Rounds (${DEFAULT-VALUE}).", defaultValue = "5")
    private int rounds = 5;

    @Option(
            names = "--turn-seconds",
            description = "Of each round (${DEFAULT-VALUE}).",
            defaultValue = "10")
    private int turnSeconds = 10;

    @Option(
            names = "--rate",
            description = "Events a second (${DEFAULT-VALUE}).",
            defaultValue = "500")
    private int rate = 500;

    @Override
    public Integer call() throws SQLException {
        System.out.println("seed " + run.seed());
        boolean quick = run.quick();
        WebhookRun.Settings settings =
                new WebhookRun.Settings(
                        run.folder("webhooks"),
                        quick ? 1 : rounds,
                        Duration.ofSeconds(quick ? 1 : turnSeconds),
                        quick ? 50 : rate,
                        run.seed());
        List<Target> targets = new WebhookRun(settings, System.out).run();
        return quick || Target.allMet(targets) ? 0 : Bench.TARGET_MISSED;
    }
}
