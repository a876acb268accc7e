package dev.plat.ops.cli;

import dev.plat.ops.cli.running.Bar;
import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the whole system on this machine. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Start the whole system on this machine: PostgreSQL, ZooKeeper, Redis, file servers, services.",
            "Stays in the foreground until Ctrl-C; its data is kept for the next start."
        })
final class UpCommand implements Callable<Integer> {

    private static final long END_SECONDS = 60;

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--port-base",
            paramLabel = "N",
            description =
                    "First of 40 ports. Default: what the folder's cluster has, or 8800 for a new one.")
    private @Nullable Integer portBase;

    @Option(
            names = "--detach",
            description = "Return when everything answers; end it with: plat down")
    private boolean detach;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path data = cluster.data();
        if (RunFile.find(data).filter(RunFile::supervised).isPresent()) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "A cluster runs on this folder already.",
                    "value",
                    data.toString(),
                    "expected",
                    "plat down first, or another --data and --port-base");
        }
        makeFolders(data);
        StartEvents events = new StartEvents(data);
        events.forget();
        long begin = System.nanoTime();
        Process supervisor = supervisor(data).start();
        Thread stopper = new Thread(() -> end(supervisor), "stop-on-ctrl-c");
        Runtime.getRuntime().addShutdownHook(stopper);
        try (Bar bar = Bar.onStderr()) {
            events.follow(supervisor, bar);
        }
        RunFile run = RunFile.require(data);
        System.out.printf("Plat is up after %.1f s.%n", (System.nanoTime() - begin) / 1e9);
        System.out.println("  dashboard  " + run.url("app"));
        System.out.println("  sites      " + run.url("sites"));
        System.out.println(
                "  by TLS     "
                        + run.url("tls")
                        + "  when this machine trusts its authority: plat ca trust");
        System.out.println(
                "  shop       " + run.url("checkout") + "/  by TLS, too; test cards only");
        System.out.println("  data       " + data);
        if (detach) {
            Runtime.getRuntime().removeShutdownHook(stopper);
            System.out.println(
                    "End it with: ops/plat down"
                            + (data.endsWith(".plat") ? "" : " --data " + data));
            return 0;
        }
        System.out.println("Ctrl-C ends it; nothing is lost.");
        return supervisor.waitFor() == 0 ? 0 : Exit.REFUSED;
    }

    private static void makeFolders(Path data) {
        try {
            for (String folder : List.of("logs", "run")) {
                Files.createDirectories(data.resolve(folder));
                Files.delete(Files.createTempFile(data.resolve(folder), "writable", ".tmp"));
            }
        } catch (IOException e) {
            throw new PlatException(
                            ErrorCode.CONFIG_INVALID,
                            "The data folder cannot be written.",
                            "value",
                            data.toString(),
                            "found",
                            e.toString(),
                            "expected",
                            "a folder of yours, in --data or $PLAT_DATA")
                    .causedBy(e);
        }
    }

    private ProcessBuilder supervisor(Path data) throws IOException {
        Path home = ClusterOptions.home();
        Path target = home.resolve("ops/local-cluster/target");
        List<String> line = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            // Ctrl-C is for this command, which then ends the cluster in order.
            line.add("/usr/bin/setsid");
        }
        line.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + home.resolve("target/plat-local-cluster.jsa"),
                        "-Xlog:cds=off",
                        "-Xlog:cds+dynamic=off",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        jar(target)
                                + ":"
                                + Files.readString(target.resolve("runtime-classpath")).strip(),
                        "dev.plat.ops.cluster.LocalClusterMain",
                        home.toString(),
                        data.toString()));
        if (portBase != null) {
            line.add(portBase.toString());
        }
        Path log = data.resolve("logs/local-cluster.log");
        return new ProcessBuilder(line)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    private static Path jar(Path target) throws IOException {
        try (var files = Files.list(target)) {
            return files.filter(file -> file.toString().endsWith("-SNAPSHOT.jar"))
                    .findFirst()
                    .orElseThrow(() ->
                            new PlatException(
                                    ErrorCode.CONFIG_INVALID,
                                    "A module is not built.",
                                    "value",
                                    target.toString(),
                                    "expected",
                                    "ops/plat build"));
        }
    }

    private static void end(Process supervisor) {
        supervisor.destroy();
        try {
            if (!supervisor.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                supervisor.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
