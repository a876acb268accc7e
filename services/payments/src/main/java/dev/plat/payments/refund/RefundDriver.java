package dev.plat.payments.refund;

import dev.plat.payments.operator.Said;
import dev.plat.payments.provider.PaymentProvider;
import dev.plat.payments.provider.RepaymentOutcome;
import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives refunds as attempts are driven: stored, asked, stored.
 *
 * <p>Threads: safe.
 */
public final class RefundDriver {

    private static final Logger LOG = LoggerFactory.getLogger(RefundDriver.class);
    private static final int BATCH = 100;
    private static final int STEPS_MAX = 2;
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final RefundBook book;
    private final PaymentProvider provider;
    private final RefundMachine machine;
    private final InstantSource clock;
    private final ControlPoints points;

    public RefundDriver(
            RefundBook book, PaymentProvider provider, InstantSource clock, ControlPoints points) {
        this(book, provider, new RefundMachine(Guards.ALL, LEASE), clock, points);
    }

    RefundDriver(
            RefundBook book,
            PaymentProvider provider,
            RefundMachine machine,
            InstantSource clock,
            ControlPoints points) {
        this.book = book;
        this.provider = provider;
        this.machine = machine;
        this.clock = clock;
        this.points = points;
    }

    /** Asks for a refund; the same id again answers how it stands, under whatever number by now. */
    public Refund request(Id refund, Id payment, long minor) {
        return request(new RefundWish(refund, payment, minor, List.of(), false));
    }

    /** The same, and for what. */
    public Refund request(RefundWish wish) {
        Refund kept = book.request(wish, clock.instant());
        points.reach("refund.intended");
        drive(wish.refund());
        return last(book.find(wish.refund()).orElse(kept));
    }

    /** Of those that were tried one after the other it is the last that counts. */
    private Refund last(Refund refund) {
        Refund last = refund;
        for (Id next = last.next(); next != null; next = last.next()) {
            last = book.find(next).orElseThrow();
        }
        return last;
    }

    /**
     * Ends one that the provider has given up, or of which nobody can tell; the credit note of it
     * stands. The same again changes nothing.
     *
     * @param next the number under which it is tried again; null where it is not
     * @return the one that counts from now on
     * @throws PlatException {@code not-found}; {@code order-state} when it goes on by itself or was
     *     ended in another way; {@code field-invalid} and {@code idempotency-mismatch} for a number
     *     that cannot be the next
     */
    public Refund settle(Id refund, RefundEnd how, @Nullable Id next, Said said) {
        Refund settled =
                book.settle(refund, said, found -> machine.settle(found, how, next))
                        .orElseThrow(() ->
                                new PlatException(
                                        ErrorCode.NOT_FOUND,
                                        "There is no such refund.",
                                        "value",
                                        refund.toString()));
        LOG.info("refund={} is ended by {}, {}: {}", refund, said.by(), how.text(), said.reason());
        points.reach("refund.settled");
        if (next != null) {
            drive(next);
        }
        return last(settled);
    }

    private void drive(Id refund) {
        for (int step = 0; step < STEPS_MAX && advance(refund); step++) {
            // The next one is taken.
        }
    }

    /**
     * One step of each that is due.
     *
     * @param turns runs them
     */
    public void advance(Executor turns) {
        for (Id refund : book.due(clock.instant(), BATCH)) {
            turns.execute(() -> advance(refund));
        }
    }

    private boolean advance(Id id) {
        AtomicBoolean sends = new AtomicBoolean();
        AtomicBoolean begun = new AtomicBoolean();
        Optional<Refund> taken =
                book.change(
                        id,
                        found -> {
                            Optional<RefundMachine.Begun> step =
                                    machine.begin(found, clock.instant());
                            begun.set(step.isPresent());
                            step.ifPresent(it -> sends.set(it.sends()));
                            return step.map(RefundMachine.Begun::refund).orElse(found);
                        });
        if (taken.isEmpty() || !begun.get()) {
            return false;
        }
        points.reach("refund.sent");
        RepaymentOutcome outcome =
                sends.get()
                        ? provider.refund(taken.get().repayment())
                        : provider.findRefund(taken.get().repayment());
        LOG.debug("refund={} {}: {}", id, sends.get() ? "sent" : "asked", outcome);
        points.reach("refund.answered");
        hear(id, sends.get(), outcome);
        points.reach("refund.recorded");
        return true;
    }

    /**
     * Something happened to it at the provider.
     *
     * @return whether the provider said
     */
    public boolean observe(Id id) {
        Optional<Refund> found = book.find(id);
        if (found.isEmpty()) {
            LOG.error("refund={} is told of by the provider and not known here", id);
            return true;
        }
        RepaymentOutcome outcome = provider.findRefund(found.get().repayment());
        points.reach("inbox.fetched");
        if (outcome instanceof RepaymentOutcome.Unknown) {
            return false;
        }
        // Of one that is being sent at this moment "none" would be no answer.
        if (!(outcome instanceof RepaymentOutcome.NotFound)) {
            hear(id, false, outcome);
        }
        return true;
    }

    private void hear(Id id, boolean sent, RepaymentOutcome outcome) {
        Instant now = clock.instant();
        book.change(id, found -> machine.hear(found, sent, outcome, now))
                .filter(it -> it.state() == RefundState.FAILED || it.state() == RefundState.REVIEW)
                .ifPresent(it -> LOG.error("refund={} is parked: {}", it.id(), it.reason()));
    }
}
