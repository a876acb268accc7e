package dev.plat.ops.bench;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every run takes. */
final class RunOptions {

    @Option(
            names = "--data",
            description = "Folder for servers and results; a new one below target/ by default.")
    private Path data = Path.of("");

    @Option(names = "--seed", description = "Of what is drawn by lot; printed when none is given.")
    private long seed = System.nanoTime() & 0xFFFFFF;

    @Option(
            names = "--quick",
            description =
                    "A few seconds of everything, to see that it runs; its figures mean nothing.")
    private boolean quick;

    long seed() {
        return seed;
    }

    boolean quick() {
        return quick;
    }

    Path folder(String name) {
        Path parent =
                data.toString().isEmpty()
                        ? Path.of(System.getProperty("plat.home", "."), "target", "bench")
                        : data;
        return parent.resolve(name + "-" + ProcessHandle.current().pid()).toAbsolutePath();
    }
}
