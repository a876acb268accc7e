package dev.plat.ops.chaos.purchase;

import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A program as a process on its own class path, which comes back whenever it is gone, as under a
 * supervisor, until it is closed.
 *
 * <p>Threads: safe.
 */
final class ServiceProcess implements AutoCloseable {

    private static final int HEAP_MIB = 256;

    private final String name;
    private final List<String> command;
    private final Path folder;
    private final Path classes;
    private final BooleanSupplier answers;
    private ChildProcess child;
    private int deaths;
    private boolean closed;

    /**
     * Returns at once.
     *
     * @param module where the build has left its class path, below the home
     * @param arguments system properties, the main class, and what it is told
     */
    ServiceProcess(
            String name,
            Path folder,
            String module,
            List<String> arguments,
            BooleanSupplier answers) {
        this.name = name;
        this.folder = folder;
        this.answers = answers;
        Path target = Path.of(System.getProperty("plat.home"), module, "target");
        this.classes = target.resolve("chaos.jsa");
        this.command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx" + HEAP_MIB + "m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + classes,
                        "-Xlog:cds=off",
                        "-Xlog:cds+dynamic=off",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        classPath(target)));
        command.addAll(arguments);
        this.child = start();
    }

    /** From jars: of classes in folders a JVM keeps nothing for its next start. */
    private static String classPath(Path target) {
        try (Stream<Path> files = Files.list(target)) {
            Path jar =
                    files.filter(file -> file.getFileName().toString().endsWith("-SNAPSHOT.jar"))
                            .findFirst()
                            .orElseThrow(() -> new NoSuchFileException(target + "/*-SNAPSHOT.jar"));
            return jar + ":" + Files.readString(target.resolve("runtime-classpath")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ChildProcess start() {
        return ChildProcess.start(command, log(), ChildLife.WITH_PARENT);
    }

    String name() {
        return name;
    }

    /** All that it writes, but for the data of a database. */
    Path folder() {
        return folder;
    }

    Path log() {
        return folder.resolve("log");
    }

    synchronized long pid() {
        return child.pid();
    }

    synchronized boolean alive() {
        return child.alive();
    }

    boolean up() {
        return alive() && answers.getAsBoolean();
    }

    /** How often it was gone. */
    synchronized int deaths() {
        return deaths;
    }

    /** What happens when it comes by its control points from now on; nothing with an empty text. */
    void control(String rules) {
        try {
            Path part = folder.resolve("control.part");
            Files.writeString(part, rules);
            Files.move(
                    part,
                    folder.resolve("control"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it in order once, if it never was: it keeps its classes ready for the next starts. */
    synchronized void warm() {
        if (!Files.exists(classes)) {
            child.stop();
            child = start();
        }
    }

    /** Starts it again when it is gone; the new one is not to be killed. */
    synchronized void revive() {
        if (closed || child.alive()) {
            return;
        }
        deaths++;
        control(KillPoints.NOTING);
        child = start();
    }

    @Override
    public synchronized void close() {
        closed = true;
        child.stop();
    }
}
