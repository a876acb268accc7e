package dev.plat.router.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One Redis server as a foreground child, on 127.0.0.1 only, keeping nothing on disk: Redis never
 * holds the only copy of anything.
 *
 * <p>Threads: safe.
 */
public final class RedisProcess implements Child {

    private static final Duration START = Duration.ofSeconds(20);
    private static final long STOP_SECONDS = 10;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Process process;
    private final int port;

    private RedisProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Returns when the server answers. Its log goes to {@code redis.log} in the folder.
     *
     * @param settings of redis.conf, such as {@code maxmemory}
     */
    public static RedisProcess start(
            Path folder, int port, Map<String, String> settings, ChildLife life) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path log = folder.toAbsolutePath().resolve("redis.log");
        Process process = Children.start(command(folder, port, settings), log, life);
        long end = System.nanoTime() + Waits.scaled(START).toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            if (Ports.answers(port, "PING\r\n")) {
                return new RedisProcess(process, port);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        Children.killTree(process);
        throw new IllegalStateException("Redis did not start on port " + port + "; see " + log);
    }

    public int port() {
        return port;
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
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
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

    private static List<String> command(Path folder, int port, Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("bind", "127.0.0.1");
        all.put("port", Integer.toString(port));
        all.put("dir", folder.toAbsolutePath().toString());
        all.put("save", "");
        all.put("appendonly", "no");
        all.put("daemonize", "no");
        all.putAll(settings);
        List<String> command = new ArrayList<>(List.of(program().toString()));
        all.forEach((name, value) -> {
            command.add("--" + name);
            command.add(value);
        });
        return command;
    }

    private static Path program() {
        String name = "redis-server-" + release() + "-" + Binaries.system() + "-" + machine();
        return Binaries.program("/" + name, name);
    }

    private static String release() {
        return Binaries.isArm() && Binaries.system().equals("linux") ? "6.2.7" : "6.2.6-v5";
    }

    private static String machine() {
        return Binaries.isArm() ? "arm64" : "amd64";
    }
}
