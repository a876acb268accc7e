package dev.plat.payments;

import dev.plat.payments.payment.AttemptDriver;
import dev.plat.payments.refund.RefundDriver;
import dev.plat.payments.webhook.Inbox;
import dev.plat.payments.webhook.Poller;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes attempts, refunds and events further when they are due, and looks into the provider's list.
 * Every process does; each row is taken by one at a time. The four do not wait for one another: a
 * provider that hangs holds up what it is asked, and nothing else.
 *
 * <p>Threads: start and close by one.
 */
final class PaymentLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PaymentLoop.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration POLLED = Duration.ofSeconds(10);

    private final AttemptDriver attempts;
    private final RefundDriver refunds;
    private final Inbox inbox;
    private final Poller poller;
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(
                    4, Thread.ofPlatform().daemon().name("payments-", 0).factory());

    PaymentLoop(AttemptDriver attempts, RefundDriver refunds, Inbox inbox, Poller poller) {
        this.attempts = attempts;
        this.refunds = refunds;
        this.inbox = inbox;
        this.poller = poller;
    }

    void start() {
        every(EVERY, "attempts", attempts::advance);
        every(EVERY, "refunds", refunds::advance);
        every(EVERY, "events", inbox::work);
        every(POLLED, "the list of events", poller::poll);
    }

    private void every(Duration pause, String what, IntSupplier work) {
        Runnable kept =
                () -> {
                    try {
                        int done = work.getAsInt();
                        LOG.trace("{}: {}", what, done);
                    } catch (RuntimeException e) {
                        LOG.warn("{} wait for the next round: {}", what, e.toString());
                    }
                };
        var _ = timer.scheduleWithFixedDelay(kept, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
