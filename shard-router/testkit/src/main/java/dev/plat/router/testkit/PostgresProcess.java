package dev.plat.router.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One PostgreSQL server as a foreground child, on 127.0.0.1 only. The data folder belongs to the
 * caller and is never deleted; a folder whose server was killed is started again by the next {@link
 * #start}, crash recovery included.
 *
 * <p>Threads: safe.
 */
public final class PostgresProcess implements Child {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Process process;
    private final int port;
    private final Path log;

    private PostgresProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Returns when the server accepts connections. Its log goes to {@code <data>.log}.
     *
     * @param data made by {@link PostgresBinaries#initialise}
     * @param settings of postgresql.conf, such as {@code fsync}
     */
    public static PostgresProcess start(
            PostgresBinaries binaries,
            Path data,
            int port,
            Map<String, String> settings,
            ChildLife life) {
        Path folder = data.toAbsolutePath();
        Path log = folder.resolveSibling(folder.getFileName() + ".log");
        List<String> command = binaries.command("postgres", arguments(folder, port, settings));
        long end = System.nanoTime() + Waits.scaled(START).toNanos();
        forgetStrangers(folder);
        while (true) {
            Process process = Children.start(command, log, life);
            if (awaitReady(process, folder, end)) {
                return new PostgresProcess(process, port, log);
            }
            boolean orphansRemain = tail(log).contains("pre-existing shared memory block");
            if (!orphansRemain || System.nanoTime() > end) {
                Children.killTree(process);
                throw new IllegalStateException(
                        "PostgreSQL did not start on " + folder + ":\n" + tail(log));
            }
            // Backends of a killed server need a moment to notice that it is gone.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    public Path log() {
        return log;
    }

    @Override
    public boolean alive() {
        return process.isAlive();
    }

    @Override
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Fast stop: transactions are rolled back, a checkpoint is written. Idempotent. */
    @Override
    public void stop() {
        if (!process.isAlive()) {
            return;
        }
        Children.interrupt(process);
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                Children.killTree(process);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            Children.killTree(process);
        }
    }

    @Override
    public void kill() {
        Children.killTree(process);
    }

    private static List<String> arguments(Path data, int port, Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("listen_addresses", "127.0.0.1");
        all.put("unix_socket_directories", "");
        all.putAll(settings);
        List<String> arguments =
                new ArrayList<>(List.of("-D", data.toString(), "-p", Integer.toString(port)));
        all.forEach((name, value) -> {
            arguments.add("-c");
            arguments.add(name + "=" + value);
        });
        return arguments;
    }

    /** postmaster.pid says so itself, as pg_ctl reads it: line 1 the pid, line 8 the state. */
    private static boolean awaitReady(Process process, Path data, long end) {
        while (process.isAlive() && System.nanoTime() < end) {
            List<String> lines = pidFile(data);
            if (lines.size() >= 8
                    && lines.getFirst().strip().equals(Long.toString(process.pid()))
                    && lines.get(7).strip().equals("ready")) {
                return true;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return false;
    }

    /**
     * After a kill and a reboot the pid in the file may be another program's; PostgreSQL would
     * refuse to start because of it.
     */
    private static void forgetStrangers(Path data) {
        Optional<Long> pid =
                pidFile(data).stream().findFirst().map(String::strip).map(Long::parseLong);
        if (pid.isEmpty() || ProcessHandle.of(pid.get()).isEmpty()) {
            return;
        }
        try {
            String commandLine = Files.readString(Path.of("/proc", pid.get() + "", "cmdline"));
            if (commandLine.contains("postgres")) {
                return;
            }
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        } catch (NoSuchFileException gone) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> pidFile(Path data) {
        try {
            return Files.readAllLines(data.resolve("postmaster.pid"));
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tail(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
