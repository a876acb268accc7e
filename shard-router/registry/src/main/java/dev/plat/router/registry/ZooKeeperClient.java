package dev.plat.router.registry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.imps.CuratorFrameworkState;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryOneTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes connections to ZooKeeper that give up quickly, since whoever waits for it has something
 * better to do.
 *
 * <p>A connection that is suspended for longer than its session can live has lost the session,
 * whether Curator says so or not (curator#859, #887, #1144: it may stay suspended for ever): it is
 * made anew then, again and again until one stands. That is also the only way back to a registry
 * that was restored from an old state, since a server refuses a client that has seen more than it.
 */
final class ZooKeeperClient {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperClient.class);

    static final Duration SESSION = Duration.ofSeconds(10);

    /** Curator counts too, and acts at the end of the session; this is when it has not. */
    private static final Duration OVERDUE = SESSION.plusSeconds(2);

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
        AtomicLong turns = new AtomicLong();
        client.getConnectionStateListenable()
                .addListener((_, state) -> {
                    if (state == ConnectionState.SUSPENDED) {
                        watch(client, turns, turns.incrementAndGet());
                    } else if (state.isConnected()) {
                        turns.incrementAndGet();
                    }
                });
        client.start();
        return client;
    }

    private static void watch(CuratorFramework client, AtomicLong turns, long turn) {
        CompletableFuture.delayedExecutor(OVERDUE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (turns.get() == turn) {
                        renewUnlessConnected(client, turns, turn);
                    }
                });
    }

    private static void renewUnlessConnected(CuratorFramework client, AtomicLong turns, long turn) {
        if (client.getState() != CuratorFrameworkState.STARTED
                || client.getZookeeperClient().isConnected()) {
            return;
        }
        try {
            LOG.debug("suspended for longer than a session lives: connecting anew");
            client.getZookeeperClient().reset();
        } catch (Exception e) {
            LOG.debug("no new connection yet: {}", e.toString());
        }
        watch(client, turns, turn);
    }
}
