package dev.plat.checkout;

import dev.plat.checkout.order.Event;
import dev.plat.checkout.order.OrderBook;
import dev.plat.checkout.order.OrderDriver;
import dev.plat.schemas.Id;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes purchases further: all that are due, each second. Every process does; whoever has an order
 * works, and the next finds it done.
 *
 * <p>Threads: safe; start and close by one.
 */
final class OrderLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OrderLoop.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int DUE_MAX = 100;
    private static final int STEPS_MAX = 12;

    /** Each waits for another service most of the time. */
    private static final int AT_ONCE_MAX = 16;

    private final OrderBook book;
    private final OrderDriver driver;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(AT_ONCE_MAX);
    private final Set<Id> underWay = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("orders").factory());

    OrderLoop(OrderBook book, OrderDriver driver, InstantSource clock) {
        this.book = book;
        this.driver = driver;
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
            book.due(clock.instant(), DUE_MAX).forEach(this::takeUp);
        } catch (RuntimeException e) {
            LOG.warn("orders wait for the next round: {}", e.toString());
        }
    }

    /** Where there is no room it is found in the next round. */
    private void takeUp(Id order) {
        if (!places.tryAcquire()) {
            return;
        }
        if (!underWay.add(order)) {
            places.release();
            return;
        }
        Thread.startVirtualThread(() -> {
            try {
                driver.tell(order, new Event.Tick());
                for (int step = 0; step < STEPS_MAX && driver.advance(order); step++) {
                    // What was answered may have made the next due.
                }
            } catch (RuntimeException e) {
                LOG.warn("order={} is taken up again later: {}", order, e.toString());
            } finally {
                underWay.remove(order);
                places.release();
            }
        });
    }
}
