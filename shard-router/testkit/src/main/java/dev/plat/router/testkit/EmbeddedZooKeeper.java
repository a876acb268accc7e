package dev.plat.router.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.zookeeper.server.embedded.ExitHandler;
import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;

/**
 * One ZooKeeper server inside this JVM, on 127.0.0.1 only. Its folder belongs to the caller and is
 * never deleted; the next server on the same folder goes on from there.
 *
 * <p>Threads: safe.
 */
public final class EmbeddedZooKeeper implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);
    // ZooKeeper clamps session time-outs to 2–20 ticks.
    private static final Duration TICK = Duration.ofSeconds(1);

    private final ZooKeeperServerEmbedded server;
    private final int port;

    private EmbeddedZooKeeper(ZooKeeperServerEmbedded server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Returns when the server accepts connections. */
    public static EmbeddedZooKeeper start(Path folder, int port) {
        return start(folder, port, TICK);
    }

    /**
     * The same.
     *
     * @param tick a session lasts 2 to 20 of them, whatever its client asks for: a short one makes
     *     the death of a client known soon
     */
    public static EmbeddedZooKeeper start(Path folder, int port, Duration tick) {
        try {
            Files.createDirectories(folder);
            ZooKeeperServerEmbedded server =
                    ZooKeeperServerEmbedded.builder()
                            .baseDir(folder.toAbsolutePath())
                            .configuration(configuration(folder, port, tick))
                            .exitHandler(ExitHandler.LOG_ONLY)
                            .build();
            server.start(Waits.scaled(START).toMillis());
            return new EmbeddedZooKeeper(server, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("ZooKeeper did not start on port " + port, e);
        }
    }

    public int port() {
        return port;
    }

    public String connectString() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.close();
    }

    private static Properties configuration(Path folder, int port, Duration tick) {
        Properties properties = new Properties();
        properties.setProperty("dataDir", folder.toAbsolutePath().resolve("data").toString());
        properties.setProperty("clientPort", Integer.toString(port));
        properties.setProperty("clientPortAddress", "127.0.0.1");
        properties.setProperty("tickTime", Long.toString(tick.toMillis()));
        properties.setProperty("maxClientCnxns", "0");
        properties.setProperty("admin.enableServer", "false");
        properties.setProperty("autopurge.snapRetainCount", "3");
        properties.setProperty("autopurge.purgeInterval", "1");
        properties.setProperty("extendedTypesEnabled", "true");
        return properties;
    }
}
