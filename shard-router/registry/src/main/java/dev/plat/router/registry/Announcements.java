package dev.plat.router.registry;

import dev.plat.router.core.Instance;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which instances this process is, each an ephemeral node of the present session. One that a
 * session before left behind (the process was killed, or ZooKeeper lost the session) is taken down
 * and put up anew: it would vanish in a moment, and may tell an old address.
 *
 * <p>Threads: {@link #add} any, {@link #ensure} one.
 */
final class Announcements {

    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    private final CuratorFramework client;
    private final Layout layout;
    private final List<Instance> mine = new CopyOnWriteArrayList<>();

    Announcements(CuratorFramework client, Layout layout) {
        this.client = client;
        this.layout = layout;
    }

    void add(Instance instance) {
        mine.add(instance);
    }

    /**
     * Puts up what is missing.
     *
     * @throws Exception what Curator throws, when ZooKeeper does not answer
     */
    void ensure() throws Exception {
        long session = client.getZookeeperClient().getZooKeeper().getSessionId();
        for (Instance instance : mine) {
            String path = layout.instance(instance.service(), instance.name());
            Stat found = client.checkExists().forPath(path);
            if (found != null && found.getEphemeralOwner() == session) {
                continue;
            }
            try {
                if (found != null) {
                    client.delete().forPath(path);
                }
                client.create()
                        .creatingParentsIfNeeded()
                        .withMode(CreateMode.EPHEMERAL)
                        .forPath(path, Codec.write(Codec.of(instance)));
            } catch (KeeperException.NoNodeException | KeeperException.NodeExistsException e) {
                LOG.debug("{} changed meanwhile; the event it makes brings us back", path);
            }
        }
    }
}
