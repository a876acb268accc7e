package dev.plat.domains.claim;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at what is due and settles holds that nobody ended. Every process does; a claim is taken by
 * one at a time.
 */
@Singleton
@Requires(property = "plat.domains.work", notEquals = "false")
final class ClaimLoop implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimLoop.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(30);
    private static final Duration SCATTER_TIME = Duration.ofSeconds(5);

    /** Of each shard, each second: 200 looks a second are an instance's own limit. */
    private static final int AT_ONCE_MAX = 100;

    private static final int LOOKS_MAX = 200;

    private final Router router;
    private final Checks checks;
    private final Holds holds;
    private final Entropy entropy;
    private final ClaimSql claims = new ClaimSql();
    private final Semaphore looks = new Semaphore(LOOKS_MAX);
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().daemon().name("claims-", 0).factory());

    ClaimLoop(Router router, Checks checks, Holds holds, Entropy entropy) {
        this.router = router;
        this.checks = checks;
        this.holds = holds;
        this.entropy = entropy;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        every(EVERY, "looks", this::look);
        every(SWEEP_EVERY, "holds", holds::sweep);
    }

    @PreDestroy
    void close() {
        timer.shutdownNow();
    }

    private void every(Duration pause, String what, Runnable work) {
        Runnable kept =
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.warn("{} wait for the next round: {}", what, e.toString());
                    }
                };
        var _ =
                timer.scheduleWithFixedDelay(
                        kept, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        Instant now = entropy.now();
        Collection<List<ClaimSql.Due>> parts =
                router.scatter(Deadline.in(SCATTER_TIME), tx -> claims.due(tx, now, AT_ONCE_MAX))
                        .parts();
        for (List<ClaimSql.Due> part : parts) {
            for (ClaimSql.Due due : part) {
                if (!looks.tryAcquire()) {
                    return; // What is due stays due.
                }
                Thread.startVirtualThread(() -> look(due));
            }
        }
    }

    private void look(ClaimSql.Due due) {
        try {
            checks.ifDue(due.name(), due.account());
        } catch (RuntimeException e) {
            LOG.warn("{} is looked at again soon: {}", due.name(), e.toString());
        } finally {
            looks.release();
        }
    }
}
