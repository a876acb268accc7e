package dev.plat.ops.cluster;

import dev.plat.router.testkit.EmbeddedZooKeeper;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** One ZooKeeper server as a process: folder and port as arguments; ends with SIGTERM. */
final class ZooKeeperMain {

    private ZooKeeperMain() {}

    public static void main(String[] args) throws InterruptedException {
        EmbeddedZooKeeper server =
                EmbeddedZooKeeper.start(Path.of(args[0]), Integer.parseInt(args[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "zookeeper-stop"));
        new CountDownLatch(1).await();
    }
}
