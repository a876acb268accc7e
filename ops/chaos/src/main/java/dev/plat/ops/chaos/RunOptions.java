package dev.plat.ops.chaos;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What every run takes. */
final class RunOptions {

    @Option(
            names = "--data",
            description =
                    "Folder for servers, logs and accounts; a new one below target/ by default.")
    private Path data = Path.of("");

    @Option(names = "--seed", description = "Of what is drawn by lot; printed when none is given.")
    private long seed = System.nanoTime() & 0xFFFFFF;

    long seed() {
        return seed;
    }

    Path folder(Path name) {
        Path parent =
                data.toString().isEmpty()
                        ? Path.of(System.getProperty("plat.home", "."), "target", "chaos")
                        : data;
        return parent.resolve(name + "-" + ProcessHandle.current().pid());
    }
}
