package dev.plat.ops.chaos.rig;

import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM of the laboratory on its own class path, with the signals that Java cannot send.
 *
 * <p>Threads: for one.
 */
public final class LabProcess implements AutoCloseable {

    private final ChildProcess child;
    private final Path log;

    private LabProcess(ChildProcess child, Path log) {
        this.child = child;
        this.log = log;
    }

    /**
     * Returns at once.
     *
     * @param before what the command line begins with: nothing, or {@code faketime …}
     * @param heapMib of the JVM
     * @param arguments system properties and the main class
     */
    public static LabProcess start(
            List<String> before, Path log, int heapMib, List<String> arguments) {
        List<String> line = new ArrayList<>(before);
        line.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heapMib + "m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path")));
        line.addAll(arguments);
        return new LabProcess(ChildProcess.start(line, log, ChildLife.WITH_PARENT), log);
    }

    public long pid() {
        return child.pid();
    }

    public boolean alive() {
        return child.alive();
    }

    /** What the process has printed behind a text since it was started first, line by line. */
    public List<String> printed(String text) {
        try {
            return Files.readString(log)
                    .lines()
                    .filter(line -> line.contains(text))
                    .map(line -> line.substring(line.indexOf(text) + text.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGSTOP: frozen in the middle of whatever it does. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT: goes on as if no time had passed. */
    public void wake() {
        signal("CONT");
    }

    /** SIGTERM, and waits. */
    public void stop() {
        child.stop();
    }

    /** SIGKILL, and waits. */
    public void kill() {
        child.kill();
    }

    @Override
    public void close() {
        child.kill();
    }

    private void signal(String name) {
        try {
            int exit =
                    new ProcessBuilder("sh", "-c", "kill -" + name + " " + child.pid())
                            .start()
                            .waitFor();
            if (exit != 0 && child.alive()) {
                throw new IllegalStateException("kill -" + name + " " + child.pid() + ": " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling", e);
        }
    }
}
