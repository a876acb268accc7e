package dev.plat.router.registry;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.orders.Leadership;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Curator's latch, with two things it leaves out. Without a connection nobody leads: that is asked
 * of the connection itself at each look, not of an event that may be late. And a latch whose node
 * is gone from the registry (wiped, put back to an old state, or removed with a session whose end
 * was told in the wrong order, curator#887) would lead beside another one, or never again: the node
 * is looked at every {@code CHECK}, and a latch that has lost it is replaced.
 *
 * <p>Threads: safe.
 */
final class ZooKeeperLeadership implements Leadership {

    private static final Logger LOG = LoggerFactory.getLogger(ZooKeeperLeadership.class);
    private static final Duration CHECK = Duration.ofSeconds(2);

    private final CuratorFramework client;
    private final String path;
    private final String who;
    private final ControlPoints points;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ScheduledThreadPoolExecutor worker =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("leadership").factory());
    private volatile LeaderLatch latch;
    private volatile boolean closed;
    private int missed;

    ZooKeeperLeadership(RegistrySession session, String who, ControlPoints points) {
        this.client = session.client();
        this.path = session.layout().control();
        this.who = who;
        this.points = points;
        this.latch = startedLatch();
        var _ =
                worker.scheduleWithFixedDelay(
                        this::check, CHECK.toMillis(), CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean leading() {
        return !closed && client.getZookeeperClient().isConnected() && latch.hasLeadership();
    }

    @Override
    public void awaitLeading() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!leading()) {
                if (closed) {
                    throw new IllegalStateException("the leadership was closed");
                }
                // A bound, since the connection comes back without telling the latch's listener.
                var _ = changed.await(CHECK.toMillis(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
        points.reach("latch.won");
    }

    @Override
    public void close() {
        closed = true;
        worker.shutdown();
        end(latch);
        tell();
    }

    private LeaderLatch startedLatch() {
        LeaderLatch fresh = new LeaderLatch(client, path, who);
        fresh.addListener(
                new LeaderLatchListener() {
                    @Override
                    public void isLeader() {
                        LOG.info("{} leads", who);
                        tell();
                    }

                    @Override
                    public void notLeader() {
                        LOG.info("{} does not lead any more", who);
                        later(() -> points.reach("latch.lost"));
                    }
                });
        try {
            fresh.start();
        } catch (Exception e) {
            throw RegistrySession.unavailable("queueing for the leadership").causedBy(e);
        }
        return fresh;
    }

    private void check() {
        try {
            String mine = latch.getOurPath();
            boolean there =
                    !client.getZookeeperClient().isConnected()
                            || (mine != null && client.checkExists().forPath(mine) != null);
            missed = there ? 0 : missed + 1;
            // Once may be a latch that is just renewing its node; a leader's node is never renewed.
            if (missed > 1 || (missed == 1 && latch.hasLeadership())) {
                LOG.warn("the node of {} is gone from the registry; queueing anew", who);
                missed = 0;
                end(latch);
                latch = startedLatch();
                if (closed) {
                    end(latch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("the latch cannot be checked just now: {}", e.toString());
        }
    }

    private void tell() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Not on Curator's thread: a point may hold whoever reaches it. */
    private void later(Runnable task) {
        try {
            worker.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: nothing is told any more");
        }
    }

    private static void end(LeaderLatch old) {
        try {
            old.close(LeaderLatch.CloseMode.NOTIFY_LEADER);
        } catch (IOException | IllegalStateException e) {
            LOG.debug("the latch was closed already: {}", e.toString());
        }
    }
}
