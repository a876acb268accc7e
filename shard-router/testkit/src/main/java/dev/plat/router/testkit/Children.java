package dev.plat.router.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Starts child processes and sees to it that none is forgotten: a shutdown hook ends those that
 * live with this JVM, and the kernel's parent-death signal covers the JVM that gets no time for
 * hooks.
 *
 * <p>The parent-death signal fires when the <em>thread</em> that made the child ends, so all
 * children are made by one thread that never does (prctl(2), PR_SET_PDEATHSIG).
 */
final class Children {

    private static final ExecutorService STARTER =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("child-starter").factory());
    private static final Set<Process> BOUND = ConcurrentHashMap.newKeySet();
    private static final List<Runnable> ENDINGS = new CopyOnWriteArrayList<>();
    private static final long HOOK_SECONDS = 10;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Children::endAll, "child-reaper"));
    }

    private Children() {}

    /** Starts {@code command} with its output appended to {@code log}. */
    static Process start(List<String> command, Path log, ChildLife life) {
        List<String> whole = new ArrayList<>(prefix(life));
        whole.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(whole)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            Process process = STARTER.submit(builder::start).get();
            if (life == ChildLife.WITH_PARENT) {
                BOUND.removeIf(ended -> !ended.isAlive());
                BOUND.add(process);
            }
            return process;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting " + command.getFirst(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot start " + command.getFirst(), e.getCause());
        }
    }

    /** SIGKILL to the process and to everything below it, and waits for the end. */
    static void killTree(Process process) {
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        process.destroyForcibly();
        tree.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
        tree.forEach(handle -> handle.onExit().join());
    }

    /** SIGINT, which Java cannot send: PostgreSQL's fast stop. */
    static void interrupt(Process process) {
        try {
            new ProcessBuilder("sh", "-c", "kill -INT " + process.pid())
                    .redirectErrorStream(true)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> prefix(ChildLife life) {
        return switch (life) {
            case WITH_PARENT -> found("setpriv", "--pdeathsig", "KILL", "--");
            case ON_ITS_OWN -> found("setsid");
        };
    }

    /** The command line when the program is on the PATH, else nothing: it is a comfort. */
    private static List<String> found(String program, String... arguments) {
        for (String folder : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                List<String> line = new ArrayList<>(List.of(program));
                line.addAll(List.of(arguments));
                return line;
            }
        }
        return List.of();
    }

    /** Runs before the hook ends what is left; hooks of their own would run beside it. */
    static void endInOrder(Runnable ending) {
        ENDINGS.add(ending);
    }

    private static void endAll() {
        try {
            ENDINGS.forEach(Runnable::run);
        } finally {
            endTheRest();
        }
    }

    private static void endTheRest() {
        BOUND.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
        BOUND.forEach(Children::awaitEnd);
    }

    private static void awaitEnd(Process process) {
        try {
            process.waitFor(HOOK_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
