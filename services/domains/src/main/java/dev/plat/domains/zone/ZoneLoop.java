package dev.plat.domains.zone;

import dev.plat.domains.dns.DnsName;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with zones that a change left behind, and compares each with its servers once an hour and
 * at the start: a server may have lost its disk.
 *
 * <p>Threads: start and close by one.
 */
final class ZoneLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ZoneLoop.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration SCATTER_TIME = Duration.ofSeconds(5);
    private static final int AT_ONCE_MAX = 50;
    private static final int PAGE = 500;

    private final Router router;
    private final Projection projection;
    private final Runnable first;
    private final InstantSource clock;
    private final ZoneSql zones = new ZoneSql();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("zones").factory());
    private volatile boolean compared;

    /**
     * @param first done before all else, until it succeeds
     */
    ZoneLoop(Router router, Projection projection, Runnable first, InstantSource clock) {
        this.router = router;
        this.projection = projection;
        this.first = first;
        this.clock = clock;
    }

    void start() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::turn, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void turn() {
        try {
            if (!compared) {
                first.run();
                compareAll();
                compared = true;
            }
            Collection<List<DnsName>> parts =
                    router.scatter(
                                    Deadline.in(SCATTER_TIME),
                                    tx -> zones.due(tx, clock.instant(), AT_ONCE_MAX))
                            .parts();
            parts.stream().flatMap(List::stream).forEach(projection::project);
        } catch (RuntimeException e) {
            LOG.warn("zones wait for the next round: {}", e.toString());
        }
    }

    private void compareAll() {
        String after = "";
        while (true) {
            String from = after;
            List<DnsName> page =
                    router
                            .scatter(Deadline.in(SCATTER_TIME), tx -> zones.page(tx, from, PAGE))
                            .parts()
                            .stream()
                            .flatMap(List::stream)
                            .sorted()
                            .limit(PAGE)
                            .toList();
            if (page.isEmpty()) {
                return;
            }
            page.forEach(projection::project);
            after = page.getLast().value();
        }
    }
}
