package dev.plat.router.registry;

import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

/**
 * Makes connections to ZooKeeper that give up quickly, since whoever waits for it has something
 * better to do.
 */
final class ZooKeeperClient {

    static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final int RETRY_MILLIS = 100;

    private ZooKeeperClient() {}

    static CuratorFramework start(String connect) {
        CuratorFramework client =
                CuratorFrameworkFactory.builder()
                        .connectString(connect)
                        .sessionTimeoutMs((int) SESSION.toMillis())
                        .connectionTimeoutMs((int) CONNECT.toMillis())
                        .retryPolicy(new RetryOneTime(RETRY_MILLIS))
                        .build();
        client.start();
        return client;
    }
}
