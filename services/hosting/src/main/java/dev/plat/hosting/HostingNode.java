package dev.plat.hosting;

import dev.plat.chassis.hints.Hints;
import dev.plat.hosting.feed.FeedLoop;
import dev.plat.hosting.hosts.ReservationSweeper;
import dev.plat.hosting.index.IndexSnapshot;
import dev.plat.hosting.serve.EdgeServer;
import dev.plat.hosting.tls.Certificates;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts this node: first what is on its disk, then the feed, then the visitors' port. It waits two
 * seconds for a first comparison with the tier, so that what was published last is shown at once,
 * and opens either way.
 */
@Singleton
final class HostingNode {

    private static final Logger LOG = LoggerFactory.getLogger(HostingNode.class);
    private static final String FEED_CHANNEL = "plat:feed";
    private static final Duration FIRST_COMPARISON = Duration.ofSeconds(2);
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(30);

    private final IndexSnapshot snapshot;
    private final Certificates certificates;
    private final EdgeServer edge;
    private final FeedLoop feed;
    private final Hints hints;
    private final ReservationSweeper sweeper;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("sweeper").factory());

    HostingNode(
            IndexSnapshot snapshot,
            Certificates certificates,
            EdgeServer edge,
            FeedLoop feed,
            Hints hints,
            ReservationSweeper sweeper) {
        this.snapshot = snapshot;
        this.certificates = certificates;
        this.edge = edge;
        this.feed = feed;
        this.hints = hints;
        this.sweeper = sweeper;
    }

    @EventListener
    void start(StartupEvent event) throws IOException {
        boolean known = snapshot.load();
        certificates.begin();
        LOG.info("the host index {}", known ? "comes from this disk" : "waits for the tier");
        feed.start();
        feed.awaitFirst(FIRST_COMPARISON);
        edge.start();
        hints.subscribe(FEED_CHANNEL, feed::hint);
        var _ =
                timer.scheduleWithFixedDelay(
                        this::sweep,
                        SWEEP_EVERY.toMillis(),
                        SWEEP_EVERY.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }

    private void sweep() {
        try {
            sweeper.sweep();
        } catch (RuntimeException e) {
            LOG.warn("reservations were not swept this time: {}", e.toString());
        }
    }
}
