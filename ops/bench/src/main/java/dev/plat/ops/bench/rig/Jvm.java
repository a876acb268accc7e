package dev.plat.ops.bench.rig;

import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM on this one's class path. */
public final class Jvm {

    private Jvm() {}

    /**
     * Returns at once; ends with this JVM at the latest.
     *
     * @param log takes what it prints
     * @param options of the JVM
     * @param arguments the main class and what it is told
     */
    public static ChildProcess start(Path log, List<String> options, List<String> arguments) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString()));
        line.addAll(options);
        line.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path")));
        line.addAll(arguments);
        return ChildProcess.start(line, log, ChildLife.WITH_PARENT);
    }
}
