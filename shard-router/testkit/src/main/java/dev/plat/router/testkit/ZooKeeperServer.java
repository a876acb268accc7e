package dev.plat.router.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZKUtil;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/**
 * A ZooKeeper server as a test class sees it: everything below a chroot of the class's own.
 *
 * <p>Threads: safe, but for stop and restart.
 */
public final class ZooKeeperServer {

    private static final int SESSION_MILLIS = 10_000;

    private final RunningServer server;
    private final String chroot;
    private final boolean own;

    private ZooKeeperServer(RunningServer server, String chroot, boolean own) {
        this.server = server;
        this.chroot = chroot;
        this.own = own;
    }

    static ZooKeeperServer of(RunningServer server, int number, boolean own) {
        ZooKeeperServer view = new ZooKeeperServer(server, "/t" + number, own);
        view.makeChroot();
        return view;
    }

    public int port() {
        return server.port();
    }

    /** With the chroot at its end. */
    public String connectString() {
        return "127.0.0.1:" + port() + chroot;
    }

    public void stop() {
        checkOwn();
        server.stop();
    }

    /** On the same port and data; stops it first when it runs. */
    public void restart() {
        checkOwn();
        server.restart();
    }

    /** Removes everything, as if the server had come back with an empty disk. */
    public void wipe() {
        withClient(client -> {
            ZKUtil.deleteRecursive(client, chroot);
            return create(client);
        });
    }

    private void makeChroot() {
        withClient(this::create);
    }

    private String create(ZooKeeper client) throws KeeperException, InterruptedException {
        return client.create(
                chroot, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    }

    @SuppressWarnings("try") // an interrupt while closing is handled below
    private void withClient(Errand errand) {
        CountDownLatch connected = new CountDownLatch(1);
        try (ZooKeeper client =
                new ZooKeeper(
                        "127.0.0.1:" + port(),
                        SESSION_MILLIS,
                        event -> {
                            if (event.getState() == KeeperState.SyncConnected) {
                                connected.countDown();
                            }
                        })) {
            if (!connected.await(SESSION_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("ZooKeeper does not answer on port " + port());
            }
            errand.run(client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (KeeperException e) {
            throw new IllegalStateException("ZooKeeper refused", e);
        }
    }

    private void checkOwn() {
        if (!own) {
            throw new IllegalStateException("the server is shared: ask @Servers(own = true)");
        }
    }

    private interface Errand {
        Object run(ZooKeeper client) throws KeeperException, InterruptedException;
    }
}
