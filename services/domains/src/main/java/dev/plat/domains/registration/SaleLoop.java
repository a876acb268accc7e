package dev.plat.domains.registration;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes purchases further: one at once when its buyer waits, all that are due each second, and
 * whatever the registry has to say every few seconds. Every process does; a purchase is taken by
 * one at a time.
 *
 * <p>Threads: safe; start and close by one.
 */
final class SaleLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SaleLoop.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration POLLED = Duration.ofSeconds(5);
    private static final Duration SCATTER_TIME = Duration.ofSeconds(5);
    private static final int DUE_MAX = 100;
    private static final int MESSAGES_MAX = 100;

    /** A registry gives us four sessions; the others wait for rows or name servers. */
    private static final int AT_ONCE_MAX = 16;

    private final Router router;
    private final Fulfilment fulfilment;
    private final HostObjects hosts;
    private final OrderDriver driver;
    private final InstantSource clock;
    private final RegistrationSql registrations = new RegistrationSql();
    private final NameSql names = new NameSql();
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().daemon().name("sales-", 0).factory());
    private volatile boolean ready;

    SaleLoop(
            Router router,
            Fulfilment fulfilment,
            HostObjects hosts,
            OrderDriver driver,
            InstantSource clock) {
        this.router = router;
        this.fulfilment = fulfilment;
        this.hosts = hosts;
        this.driver = driver;
        this.clock = clock;
    }

    void start() {
        every(EVERY, this::turn);
        every(POLLED, this::poll);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /** Takes one up at once; where there is no room it is found when it is due. */
    void wake(Id registration) {
        if (!ready || !places.tryAcquire()) {
            return;
        }
        Thread.startVirtualThread(() -> {
            try {
                fulfilment.run(registration);
            } catch (RuntimeException e) {
                LOG.warn("{} is taken up again later: {}", registration, e.toString());
            } finally {
                places.release();
            }
        });
    }

    private void every(Duration pause, Runnable work) {
        Runnable kept =
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.warn("purchases wait for the next round: {}", e.toString());
                    }
                };
        var _ = timer.scheduleWithFixedDelay(kept, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void turn() {
        if (!ready) {
            ready = hosts.known();
        }
        Collection<List<Id>> parts =
                router.scatter(
                                Deadline.in(SCATTER_TIME),
                                tx -> registrations.due(tx, clock.instant(), DUE_MAX))
                        .parts();
        parts.stream().flatMap(List::stream).forEach(this::wake);
    }

    /** A transfer was asked for, or is over: the registry knows whose the name is. */
    private void moved(String name) {
        Instant now = clock.instant();
        Name key = new Name(NameKind.REGISTRATION, name);
        router.read(key, tx -> names.owner(tx, name, now))
                .map(owner -> new Id(IdKind.REGISTRATION, owner))
                .ifPresent(id -> {
                    router.read(id, tx -> registrations.find(tx, id, false))
                            .ifPresent(it -> driver.hasten(it.order()));
                    router.write(id, tx -> registrations.hasten(tx, id, now));
                    wake(id);
                });
    }

    private void poll() {
        for (int i = 0; ready && i < MESSAGES_MAX && driver.poll(this::moved); i++) {
            // The next one is asked for.
        }
    }
}
