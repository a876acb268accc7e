package dev.plat.hosting.feed;

import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.index.HostIndex;
import dev.plat.hosting.index.IndexSnapshot;
import dev.plat.schemas.Bucket;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the follower: at once and again at short intervals until a first comparison was complete,
 * then every five seconds, and for single buckets when a hint comes. After each change the index is
 * written to disk within a second.
 *
 * <p>Threads: {@link #hint} may be called from anywhere and returns at once.
 */
public final class FeedLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedLoop.class);
    private static final Duration RECONCILE_EVERY = Duration.ofSeconds(5);

    /** Until the first complete comparison visitors of unknown hosts are told to come again. */
    private static final Duration FIRST_EVERY = Duration.ofMillis(200);

    private static final Duration SAVE_EVERY = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);

    /** {@code <bucket> <seq>}, as {@code plat:feed} carries it. */
    private static final Pattern HINT = Pattern.compile("(\\d{1,4}) (\\d{1,18})");

    private final FeedFollower follower;
    private final HostIndex index;
    private final IndexSnapshot snapshot;
    private final Set<Bucket> hinted = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().daemon().name("feed-", 0).factory());
    private final ExecutorService readers =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("feed-read-", 0).factory());
    private final CountDownLatch tried = new CountDownLatch(1);
    private volatile long lastCompleteNanos;
    private volatile boolean everComplete;

    public FeedLoop(FeedFollower follower, HostIndex index, IndexSnapshot snapshot) {
        this.follower = follower;
        this.index = index;
        this.snapshot = snapshot;
    }

    public void start() {
        timer.execute(this::reconcileAgain);
        var _ =
                timer.scheduleWithFixedDelay(
                        this::save,
                        SAVE_EVERY.toMillis(),
                        SAVE_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** Returns when the first comparison was tried, whatever came of it, or after {@code limit}. */
    public void awaitFirst(Duration limit) {
        try {
            if (!tried.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.info("the tier does not answer; going on with what is on this disk");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes a message of {@code plat:feed}; anything else than a hint is passed over. */
    public void hint(String text) {
        Matcher hint = HINT.matcher(text);
        if (!hint.matches() || Integer.parseInt(hint.group(1)) >= Bucket.COUNT) {
            LOG.warn("this is no hint: {}", text.length() > 80 ? "a long text" : text);
            return;
        }
        Bucket bucket = new Bucket(Integer.parseInt(hint.group(1)));
        FeedMark known = index.mark(bucket);
        if (known.seq() < Long.parseLong(hint.group(2)) && hinted.add(bucket)) {
            readers.execute(() -> read(bucket));
        }
    }

    /** Whether what this node shows may be old: no full comparison for three rounds. */
    public boolean stale() {
        return !everComplete
                || System.nanoTime() - lastCompleteNanos
                        > RECONCILE_EVERY.multipliedBy(3).toNanos();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        readers.shutdownNow();
        try {
            if (!timer.awaitTermination(CLOSE_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the feed's threads do not end");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        save();
    }

    private void read(Bucket bucket) {
        hinted.remove(bucket);
        try {
            follower.read(bucket);
        } catch (RuntimeException e) {
            LOG.debug("a hint was not followed; the next reconcile will: {}", e.toString());
        }
    }

    private void reconcileAgain() {
        reconcile();
        Duration next = everComplete ? RECONCILE_EVERY : FIRST_EVERY;
        try {
            var _ = timer.schedule(this::reconcileAgain, next.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            LOG.debug("closing: the tier is not asked again");
        }
    }

    private void reconcile() {
        try {
            if (follower.reconcile()) {
                lastCompleteNanos = System.nanoTime();
                everComplete = true;
            }
        } catch (RuntimeException e) {
            LOG.warn("the hosting tier could not be asked for news: {}", e.toString());
        } finally {
            tried.countDown();
        }
    }

    private void save() {
        try {
            snapshot.save();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the host index could not be written down", e);
        }
    }
}
