package dev.plat.router.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the registry: for operators and for what acts on their orders. A map's content never goes
 * back, whoever writes it: each chunk is read, merged by epoch and set under compare-and-set. Every
 * call may be repeated.
 *
 * <p>Errors: {@code try-again} when ZooKeeper does not answer, {@code wrong-cluster}.
 *
 * <p>Threads: safe, blocking.
 */
public final class RegistryAdmin implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryAdmin.class);
    private static final int CONNECT_SECONDS = 20;
    private static final int CAS_TRIES = 100;

    private final CuratorFramework client;
    private final Layout layout;

    /**
     * Connects.
     *
     * @param connect {@code host:port}, several with commas
     * @param root path of the cluster: {@code /plat}
     */
    public RegistryAdmin(String connect, String root) {
        this.client = ZooKeeperClient.start(connect);
        this.layout = new Layout(root);
        try {
            if (!client.blockUntilConnected(CONNECT_SECONDS, TimeUnit.SECONDS)) {
                client.close();
                throw unavailable("connecting to " + connect);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("connecting").causedBy(e);
        }
    }

    /** Says which cluster this registry is of; another one's is refused. */
    public void createCluster(String cluster) {
        ask(
                "createCluster",
                () -> {
                    createIfAbsent(layout.format(), Codec.write(Codec.ofFormat(cluster)));
                    String found =
                            Codec.text(
                                    Codec.read(client.getData().forPath(layout.format())),
                                    "cluster");
                    if (!found.equals(cluster)) {
                        throw new PlatException(
                                ErrorCode.WRONG_CLUSTER,
                                "The registry belongs to another cluster.",
                                "value",
                                found,
                                "expected",
                                cluster);
                    }
                    for (Tier tier : Tier.values()) {
                        createIfAbsent(layout.spec(tier), Codec.write(Codec.ofSpec(tier)));
                    }
                    return found;
                });
    }

    /** The cluster this registry is of. */
    public String cluster() {
        return ask(
                "cluster",
                () -> Codec.text(Codec.read(client.getData().forPath(layout.format())), "cluster"));
    }

    /** Adds a node, or replaces what is said about it. */
    public void putNode(Node node) {
        ask(
                "putNode",
                () -> {
                    byte[] data = Codec.write(Codec.of(node));
                    String path = layout.node(node.tier(), node.name());
                    createIfAbsent(path, data);
                    return client.setData().forPath(path, data);
                });
    }

    /** Merges a map into the registry's. */
    public void putMap(BucketMap map) {
        for (int chunk = 0; chunk < Layout.CHUNKS; chunk++) {
            int number = chunk;
            ask(
                    "putMap",
                    () -> {
                        mergeChunk(map, number);
                        return number;
                    });
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private void mergeChunk(BucketMap map, int chunk) throws Exception {
        String path = layout.chunk(map.tier(), chunk);
        createIfAbsent(path, Codec.write(Codec.of(map, chunk)));
        for (int i = 0; i < CAS_TRIES; i++) {
            client.sync().forPath(path);
            Stat stat = new Stat();
            byte[] before = client.getData().storingStatIn(stat).forPath(path);
            JsonNode mine = Codec.of(map, chunk);
            BucketMap merged =
                    Codec.merge(Codec.merge(BucketMap.empty(map.tier()), mine), Codec.read(before));
            byte[] after = Codec.write(Codec.of(merged, chunk));
            if (Arrays.equals(before, after)) {
                return;
            }
            try {
                client.setData().withVersion(stat.getVersion()).forPath(path, after);
                return;
            } catch (KeeperException.BadVersionException e) {
                LOG.debug("somebody else wrote {}: merging with theirs", path);
            }
        }
        throw unavailable("writing " + path);
    }

    private void createIfAbsent(String path, byte[] data) throws Exception {
        try {
            client.create().creatingParentsIfNeeded().forPath(path, data);
        } catch (KeeperException.NodeExistsException e) {
            return; // as wished
        }
    }

    private static <T> T ask(String what, Call<T> call) {
        try {
            return call.run();
        } catch (PlatException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(what).causedBy(e);
        } catch (Exception e) {
            throw unavailable(what).causedBy(e);
        }
    }

    private static PlatException unavailable(String what) {
        return new PlatException(
                ErrorCode.TRY_AGAIN, "The registry does not answer.", "value", what);
    }

    /** A conversation with ZooKeeper. */
    @FunctionalInterface
    private interface Call<T> {
        T run() throws Exception;
    }
}
