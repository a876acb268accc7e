package dev.plat.payments;

import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptDriver;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payments;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.provider.PaymentProvider;
import dev.plat.payments.store.PostgresChanges;
import dev.plat.payments.store.PostgresRenewals;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes subscriptions further when they are due: looks for the card that was left, outside any
 * transaction, then does one thing after the other.
 *
 * <p>Threads: safe.
 */
public final class SubscriptionDriver {

    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionDriver.class);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int BATCH = 100;

    /** Earned, billed; a subscription that slept for years goes on in the next round. */
    private static final int STEPS_MAX = 8;

    private final PostgresRenewals renewals;
    private final Payments payments;
    private final AttemptDriver attempts;
    private final PaymentProvider provider;
    private final InstantSource clock;

    public SubscriptionDriver(
            PostgresRenewals renewals,
            Payments payments,
            AttemptDriver attempts,
            PaymentProvider provider,
            InstantSource clock) {
        this.renewals = renewals;
        this.payments = payments;
        this.attempts = attempts;
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * Some steps of each that is due.
     *
     * @param turns runs them
     */
    public void advance(Executor turns) {
        for (Id subscription : renewals.due(clock.instant(), BATCH)) {
            turns.execute(() -> tried(subscription));
        }
    }

    /** What cannot be done is not tried each second: a person has to look. */
    private void tried(Id subscription) {
        try {
            drive(subscription);
        } catch (RuntimeException e) {
            LOG.error("subscription={} waits for an hour: {}", subscription, e.toString());
            renewals.postpone(subscription, clock.instant().plus(HOUR));
        }
    }

    /**
     * Changes to another price, and waits for what the bank says.
     *
     * @param shown what the owner agreed to; empty: whatever it comes to
     * @throws PlatException as {@link PostgresChanges#change}, {@code card-declined}, {@code
     *     action-needed} when the bank wants the owner to confirm, {@code payment-in-progress} when
     *     it has not said
     */
    public PostgresChanges.Change change(
            Id account, Id subscription, String price, Optional<PostgresChanges.Shown> shown) {
        PostgresChanges.Change change =
                renewals.changes().change(account, subscription, price, shown, clock.instant());
        Id payment = change.payment();
        if (payment == null) {
            return change;
        }
        attempts.drive(payments.find(payment).newest().id());
        Attempt attempt = payments.find(payment).newest();
        if (attempt.state() == AttemptState.CAPTURED) {
            return new PostgresChanges.Change(
                    change.charge(), change.credit(), change.due(), change.from(), true, payment);
        }
        if (attempt.state().dead()) {
            boolean confirm = attempt.decline() == DeclineClass.ACTION;
            throw new PlatException(
                    confirm ? ErrorCode.ACTION_NEEDED : ErrorCode.CARD_DECLINED,
                    "The card was not charged, and nothing was changed.",
                    "value",
                    String.valueOf(attempt.reason()));
        }
        throw new PlatException(
                ErrorCode.PAYMENT_IN_PROGRESS,
                "The bank has not said yet; the change counts when it says yes.",
                "value",
                payment.toString());
    }

    /** As many steps of one as are due. */
    public void drive(Id subscription) {
        renewals.unkept(subscription)
                .ifPresent(unkept ->
                        provider.card(unkept.refs())
                                .ifPresent(card -> renewals.keep(unkept, card)));
        for (int step = 0;
                step < STEPS_MAX && renewals.advance(subscription, clock.instant());
                step++) {
            // The next one is taken.
        }
    }
}
