package dev.plat.router.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A server of this machine in a folder under {@code target/}, which goes with it.
 *
 * <p>Threads: for one test at a time.
 */
final class LocalServer<P> implements RunningServer {

    private static final int PORT_TRIES = 3;

    private final Path folder;
    private final IntFunction<P> start;
    private final Consumer<P> stop;
    private final Consumer<P> crash;
    private final int port;
    private @Nullable P running;

    /** Starts it; another port is tried when somebody was faster to take the first. */
    LocalServer(Path folder, IntFunction<P> start, Consumer<P> stop, Consumer<P> crash) {
        this.folder = folder;
        this.start = start;
        this.stop = stop;
        this.crash = crash;
        this.port = startAnywhere();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void stop() {
        end(stop);
    }

    @Override
    public void crash() {
        end(crash);
    }

    @Override
    public void restart() {
        end(stop);
        running = start.apply(port);
    }

    @Override
    public void close() {
        end(crash);
        try {
            Binaries.deleteTree(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int startAnywhere() {
        for (int tries = 1; ; tries++) {
            int candidate = Ports.free();
            try {
                running = start.apply(candidate);
                return candidate;
            } catch (IllegalStateException e) {
                if (tries == PORT_TRIES) {
                    throw e;
                }
            }
        }
    }

    private void end(Consumer<P> how) {
        P process = running;
        running = null;
        if (process != null) {
            how.accept(process);
        }
    }
}
