package dev.plat.router.registry;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that reads the registry and writes the snapshot. What is planned when it closes is
 * dropped; what runs then is given a moment to end.
 *
 * <p>Threads: safe.
 */
final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("registry").factory());

    void schedule(Runnable task, Duration delay) {
        try {
            var _ = executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing: nothing is read or written any more");
        }
    }

    @Override
    public void close() {
        // Not now: an interrupt would cut a snapshot that is being written.
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("a reading goes on while closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
