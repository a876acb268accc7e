package dev.plat.router.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/**
 * One connection of those who write, and the ways of writing they share. What ZooKeeper or the
 * network throws becomes {@code try-again}.
 *
 * <p>Threads: safe, blocking.
 */
final class RegistrySession implements AutoCloseable {

    private static final int CONNECT_SECONDS = 20;

    /** Far more than ever meet in one place; each loss is somebody else's success. */
    static final int CAS_TRIES = 100;

    /** ZooKeeper's own limit is 1 MB, and a larger request breaks the connection instead. */
    private static final int BYTES_MAX = 900_000;

    private final CuratorFramework client;
    private final Layout layout;

    private RegistrySession(CuratorFramework client, Layout layout) {
        this.client = client;
        this.layout = layout;
    }

    static RegistrySession open(String connect, String root) {
        CuratorFramework client = ZooKeeperClient.start(connect);
        try {
            if (!client.blockUntilConnected(CONNECT_SECONDS, TimeUnit.SECONDS)) {
                client.close();
                throw unavailable("connecting to " + connect);
            }
        } catch (InterruptedException e) {
            client.close();
            Thread.currentThread().interrupt();
            throw unavailable("connecting").causedBy(e);
        }
        return new RegistrySession(client, new Layout(root));
    }

    CuratorFramework client() {
        return client;
    }

    Layout layout() {
        return layout;
    }

    @Override
    public void close() {
        client.close();
    }

    /** What stands at a path, as its writer left it. */
    record Found(JsonNode json, Stat stat) {}

    Optional<Found> read(String path) throws Exception {
        try {
            Stat stat = new Stat();
            byte[] bytes = client.getData().storingStatIn(stat).forPath(path);
            return Optional.of(new Found(Codec.read(bytes), stat));
        } catch (KeeperException.NoNodeException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IOException("not readable: " + path, e);
        }
    }

    List<String> children(String path) throws Exception {
        try {
            return client.getChildren().forPath(path).stream().sorted().toList();
        } catch (KeeperException.NoNodeException e) {
            return List.of();
        }
    }

    /** Another server of the ensemble may be behind; after this it has caught up. */
    void sync(String path) throws Exception {
        client.sync().forPath(path);
    }

    /** False when something stands there already. */
    boolean create(String path, JsonNode json) throws Exception {
        try {
            client.create().creatingParentsIfNeeded().forPath(path, bytes(path, json));
            return true;
        } catch (KeeperException.NodeExistsException e) {
            return false;
        }
    }

    /** Compare-and-set; false when somebody else was quicker, or the path is gone. */
    boolean set(String path, JsonNode json, int version) throws Exception {
        try {
            client.setData().withVersion(version).forPath(path, bytes(path, json));
            return true;
        } catch (KeeperException.BadVersionException | KeeperException.NoNodeException e) {
            return false;
        }
    }

    /** Whatever stands there is replaced. */
    void put(String path, JsonNode json) throws Exception {
        if (!create(path, json) && !set(path, json, -1)) {
            throw unavailable("writing " + path); // removed this very moment
        }
    }

    /** With what is below; false when it was not there, or not at this version any more. */
    boolean delete(String path, int version) throws Exception {
        try {
            for (String child : children(path)) {
                delete(path + "/" + child, -1);
            }
            client.delete().withVersion(version).forPath(path);
            return true;
        } catch (KeeperException.BadVersionException | KeeperException.NoNodeException e) {
            return false;
        }
    }

    private static byte[] bytes(String path, JsonNode json) {
        byte[] bytes = Codec.write(json);
        if (bytes.length > BYTES_MAX) {
            throw new PlatException(
                    ErrorCode.BODY_TOO_LARGE,
                    "This is more than one place in the registry may hold.",
                    "path",
                    path,
                    "value",
                    bytes.length,
                    "expected",
                    "at most " + BYTES_MAX + " bytes");
        }
        return bytes;
    }

    static <T> T ask(String what, Call<T> call) {
        try {
            return call.run();
        } catch (PlatException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(what).causedBy(e);
        } catch (IOException e) {
            throw new PlatException(
                            ErrorCode.INTERNAL,
                            "What stands in the registry cannot be read.",
                            "value",
                            what,
                            "found",
                            String.valueOf(e.getMessage()))
                    .causedBy(e);
        } catch (Exception e) {
            throw unavailable(what).causedBy(e);
        }
    }

    static PlatException unavailable(String what) {
        return new PlatException(
                ErrorCode.TRY_AGAIN, "The registry does not answer.", "value", what);
    }

    /** A conversation with ZooKeeper. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws Exception;
    }
}
