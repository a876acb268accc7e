package dev.plat.payments;

import dev.plat.payments.orphan.CouponSweeper;
import dev.plat.payments.orphan.OrphanSweeper;
import dev.plat.payments.reconcile.MovementPoller;
import dev.plat.payments.reconcile.Reconciler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads the provider's movements and explains them, and holds secured money against its orders, a
 * few at once. Every process does; each row is taken by one at a time.
 *
 * <p>Threads: start and close by one.
 */
final class ReconcileLoop implements AutoCloseable {

    private static final Duration WORKED = Duration.ofSeconds(2);

    /** The poller itself knows when it is time. */
    private static final Duration POLLED = Duration.ofSeconds(10);

    private static final Duration SEARCHED = Duration.ofMinutes(5);

    private final Reconciler reconciler;
    private final MovementPoller poller;
    private final OrphanSweeper orphans;
    private final CouponSweeper coupons;
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(
                    5, Thread.ofPlatform().daemon().name("movements-", 0).factory());

    ReconcileLoop(
            Reconciler reconciler,
            MovementPoller poller,
            OrphanSweeper orphans,
            CouponSweeper coupons) {
        this.coupons = coupons;
        this.reconciler = reconciler;
        this.poller = poller;
        this.orphans = orphans;
    }

    void start() {
        Executor places = PaymentLoop.places("a movement");
        Executor forOrphans = PaymentLoop.places("money without an order");
        every(WORKED, "movements", () -> reconciler.work(places));
        every(POLLED, "the list of movements", poller::poll);
        every(POLLED, "money without an order", () -> orphans.sweep(forOrphans));
        every(POLLED, "coupons without an order", coupons::sweep);
        every(SEARCHED, "what the provider does not show", poller::search);
    }

    private void every(Duration pause, String what, Runnable work) {
        var _ =
                timer.scheduleWithFixedDelay(
                        () -> PaymentLoop.kept(what, work),
                        0,
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
