package dev.plat.router.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Any program as a child, for those who start Plat's own processes.
 *
 * <p>Threads: safe.
 */
public final class ChildProcess implements Child {

    private static final Duration STOP = Duration.ofSeconds(20);

    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /** Returns at once; output is appended to {@code log}. */
    public static ChildProcess start(List<String> command, Path log, ChildLife life) {
        return new ChildProcess(Children.start(command, log, life));
    }

    /**
     * When this JVM ends: runs {@code ending} first, and only then kills the children that still
     * live. A shutdown hook would run at the same time as the killing.
     */
    public static void endInOrder(Runnable ending) {
        Children.endInOrder(ending);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean alive() {
        return process.isAlive();
    }

    @Override
    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    @Override
    public void kill() {
        Children.killTree(process);
    }
}
