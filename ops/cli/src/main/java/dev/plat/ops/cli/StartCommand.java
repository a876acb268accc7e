package dev.plat.ops.cli;

import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.ops.cli.running.SupervisorChannel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings back what has ended of a running cluster. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = {
            "Start again what has ended of the running system, on its folders and ports.",
            "What runs is left alone; to start the whole system: plat up"
        })
final class StartCommand implements Callable<Integer> {

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunFile run = RunFile.require(cluster.data());
        List<String> started = new SupervisorChannel(run).startEnded();
        System.out.println(
                started.isEmpty() ? "Everything runs." : "Started: " + String.join(", ", started));
        return Exit.DONE;
    }
}
