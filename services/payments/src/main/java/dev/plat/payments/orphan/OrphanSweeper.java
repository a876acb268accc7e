package dev.plat.payments.orphan;

import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.PaymentBook.Standing;
import dev.plat.payments.payment.Payments;
import dev.plat.payments.refund.Refund;
import dev.plat.payments.refund.RefundDriver;
import dev.plat.payments.refund.RefundState;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds secured money against its order, each minute: an order that has not heard of it is taken
 * further by the question; where there is none, or one that is over, the money goes back after six
 * hours.
 *
 * <p>Threads: safe.
 */
public final class OrphanSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweeper.class);
    private static final int BATCH = 100;
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /** By then an order that is only late has come. */
    private static final Duration BACK_AFTER = Duration.ofHours(6);

    /** It is the order's own business from here on. */
    private static final Set<String> TAKEN =
            Set.of("provisioning", "refund-due", "fulfilled", "parked");

    private final SecuredBook book;
    private final Orders orders;
    private final Payments payments;
    private final RefundDriver refunds;
    private final InstantSource clock;

    public OrphanSweeper(
            SecuredBook book,
            Orders orders,
            Payments payments,
            RefundDriver refunds,
            InstantSource clock) {
        this.book = book;
        this.orders = orders;
        this.payments = payments;
        this.refunds = refunds;
        this.clock = clock;
    }

    /**
     * Looks at what is due.
     *
     * @param turns runs each
     */
    public void sweep(Executor turns) {
        Instant now = clock.instant();
        for (Secured secured : book.due(now, BATCH)) {
            turns.execute(() -> look(secured));
        }
    }

    private void look(Secured secured) {
        Instant now = clock.instant();
        if (!book.take(secured, now, now.plus(AGAIN))) {
            return;
        }
        Optional<String> order;
        try {
            order = orders.changed(secured.payment());
        } catch (PlatException e) {
            LOG.debug("payment={}: its order is asked for again: {}", secured.payment(), e.text());
            return;
        }
        if (order.filter(TAKEN::contains).isPresent() || !held(secured.payment())) {
            book.end(secured);
            return;
        }
        if (!now.isBefore(secured.since().plus(BACK_AFTER))) {
            LOG.error(
                    "payment={} goes back: its order is {}",
                    secured.payment(),
                    order.orElse("not known"));
            giveBack(secured);
        }
    }

    /** Whether there is money of it that is not on its way back. */
    private boolean held(Id payment) {
        Standing standing = payments.find(payment);
        return standing.newest().state() == AttemptState.AUTHORISED
                || standing.payment().refundable().minor() > 0;
    }

    private void giveBack(Secured secured) {
        Standing standing = payments.find(secured.payment());
        if (standing.newest().state() == AttemptState.AUTHORISED) {
            payments.cancel(secured.payment());
            return;
        }
        // The order's own refund would have this number, so there is one of both.
        Id number = new Id(IdKind.REFUND, secured.payment().uuid());
        Refund refund =
                refunds.request(number, secured.payment(), standing.payment().refundable().minor());
        if (refund.state() == RefundState.FAILED || refund.state() == RefundState.REVIEW) {
            LOG.error("payment={} could not go back: {}", secured.payment(), refund.reason());
        }
    }
}
