package dev.plat.ops.cli;

import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.RunFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a local cluster. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "End the system on this machine; its data stays.")
final class DownCommand implements Callable<Integer> {

    private static final Duration IN_ORDER = Duration.ofSeconds(60);
    private static final Duration BY_FORCE = Duration.ofSeconds(10);

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Override
    public Integer call() throws Exception {
        Path data = cluster.data();
        Optional<RunFile> run = RunFile.find(data);
        if (run.isEmpty()) {
            System.out.println("Nothing runs on " + data + ".");
            return 0;
        }
        List<ProcessHandle> all =
                Stream.concat(
                                run.get().supervisor().stream(),
                                run.get().processes().stream()
                                        .flatMap(entry -> entry.handle().stream()))
                        .toList();
        run.get().supervisor().ifPresent(ProcessHandle::destroy);
        if (run.get().supervisor().isEmpty()) {
            all.forEach(
                    ProcessHandle::destroy); // its supervisor was killed: each is told by itself
        }
        if (!ended(all, IN_ORDER)) {
            all.forEach(ProcessHandle::destroyForcibly);
            ended(all, BY_FORCE);
        }
        Files.deleteIfExists(data.resolve("run/cluster.json"));
        System.out.println("Ended " + all.size() + " processes; the data stays in " + data + ".");
        return 0;
    }

    private static boolean ended(List<ProcessHandle> handles, Duration limit) throws Exception {
        var all =
                CompletableFuture.allOf(
                        handles.stream()
                                .map(ProcessHandle::onExit)
                                .toArray(CompletableFuture[]::new));
        try {
            all.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
