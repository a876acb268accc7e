package dev.plat.ops.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code plat} as a process, as its user would, without the build that ops/plat does first.
 */
final class Cli {

    private static final long LIMIT_SECONDS = 1200;

    private final Path data;
    private final String email;

    Cli(LocalCluster cluster) {
        this(cluster.layout().data());
    }

    /** For a folder whose cluster is its own to start. */
    Cli(Path data) {
        this(data, "");
    }

    private Cli(Path data, String email) {
        this.data = data;
        this.email = email;
    }

    /** In the name of an account of one's own instead of the operator's, made on first use. */
    Cli as(String who) {
        return new Cli(data, who);
    }

    Result run(String... arguments) throws IOException, InterruptedException {
        return start(arguments).result();
    }

    /** How it is called. */
    List<String> line() {
        return new Programs(RunningCluster.home(), data.resolve("run"))
                .command(
                        "ops/cli",
                        "dev.plat.ops.cli.Plat",
                        256,
                        Map.of("plat.home", RunningCluster.home()));
    }

    /** Returns at once. */
    Running start(String... arguments) throws IOException {
        // A test run in the background has Ctrl-C shut off, and its children would inherit that.
        List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT"));
        line.addAll(line());
        line.addAll(List.of(arguments));
        line.addAll(List.of("--data", data.toString()));
        if (!email.isEmpty()) {
            line.addAll(List.of("--email", email));
        }
        Path out =
                Files.createTempFile(Files.createDirectories(data.resolve("run")), "cli", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("PLAT_PASSWORD", Customer.PASSWORD);
        return new Running(builder.start(), out);
    }

    /** A command under way. */
    record Running(Process process, Path out) {

        String outputSoFar() throws IOException {
            return Files.readString(out, StandardCharsets.UTF_8);
        }

        /** SIGINT, as a terminal sends it. */
        void ctrlC() throws IOException, InterruptedException {
            new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
        }

        /** Waits for its end. */
        Result result() throws IOException, InterruptedException {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("plat took too long: " + outputSoFar());
            }
            return new Result(process.exitValue(), outputSoFar());
        }
    }

    /** What the command left behind; output and errors in one. */
    record Result(int exit, String output) {

        /** The last line that is JSON. */
        String json() {
            return output.lines()
                    .filter(line -> line.startsWith("{"))
                    .reduce((a, b) -> b)
                    .orElseThrow();
        }
    }
}
