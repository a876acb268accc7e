package dev.plat.payments;

import dev.plat.payments.payment.AttemptDriver;
import dev.plat.payments.refund.RefundDriver;
import dev.plat.payments.webhook.Inbox;
import dev.plat.payments.webhook.Poller;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes attempts, refunds, subscriptions and events further when they are due, and looks into the
 * provider's list. Every process does; each row is taken by one at a time. They do not wait for one
 * another, and of each some are done at once: a provider that takes its time over one holds up few.
 *
 * <p>Threads: start and close by one.
 */
final class PaymentLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PaymentLoop.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration POLLED = Duration.ofSeconds(10);
    private static final Duration PRUNED = Duration.ofMinutes(10);

    /** Stripe lets a test key make 25 calls a second; a call takes a good part of one. */
    private static final int AT_ONCE_MAX = 8;

    private final AttemptDriver attempts;
    private final RefundDriver refunds;
    private final Inbox inbox;
    private final Poller poller;
    private final Optional<SubscriptionDriver> subscriptions;
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(
                    5, Thread.ofPlatform().daemon().name("payments-", 0).factory());

    PaymentLoop(
            AttemptDriver attempts,
            RefundDriver refunds,
            Inbox inbox,
            Poller poller,
            Optional<SubscriptionDriver> subscriptions) {
        this.attempts = attempts;
        this.refunds = refunds;
        this.inbox = inbox;
        this.poller = poller;
        this.subscriptions = subscriptions;
    }

    void start() {
        Executor forAttempts = places("an attempt");
        Executor forRefunds = places("a refund");
        Executor forEvents = places("an event");
        every(EVERY, "attempts", () -> attempts.advance(forAttempts));
        every(EVERY, "refunds", () -> refunds.advance(forRefunds));
        every(EVERY, "events", () -> inbox.work(forEvents));
        Executor forSubscriptions = places("a subscription");
        subscriptions.ifPresent(
                driver -> every(EVERY, "subscriptions", () -> driver.advance(forSubscriptions)));
        every(POLLED, "the list of events", poller::poll);
        every(PRUNED, "old events", inbox::prune);
    }

    /** A few at once; who finds none free waits, and so does the next look. */
    static Executor places(String what) {
        Semaphore places = new Semaphore(AT_ONCE_MAX);
        return work -> {
            places.acquireUninterruptibly();
            Thread.startVirtualThread(() -> {
                try {
                    kept(what, work);
                } finally {
                    places.release();
                }
            });
        };
    }

    private void every(Duration pause, String what, Runnable work) {
        var _ =
                timer.scheduleWithFixedDelay(
                        () -> kept(what, work), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    static void kept(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("{} waits for another round: {}", what, e.toString());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
