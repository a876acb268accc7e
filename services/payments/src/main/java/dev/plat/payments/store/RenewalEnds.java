package dev.plat.payments.store;

import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.invoice.Invoices;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.refund.Refund;
import dev.plat.payments.subscription.Standing;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionMachine;
import dev.plat.payments.subscription.SubscriptionSql;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an attempt came to is heard by the subscription or the change that it was made for; what was
 * paid for nothing that is owed any more goes back.
 *
 * <p>Threads: safe.
 */
final class RenewalEnds implements Settling {

    private final String provider;
    private final Standings standings;
    private final PostgresChanges changing;
    private final ChangeSql changes = new ChangeSql();
    private final Invoices invoices = new Invoices();
    private final SubscriptionSql subscriptions = new SubscriptionSql();
    private final PaymentSql payments = new PaymentSql();
    private final RefundSql refunds = new RefundSql();

    /**
     * @param provider its name in accounts
     */
    RenewalEnds(String provider, Standings standings, PostgresChanges changing) {
        this.provider = provider;
        this.standings = standings;
        this.changing = changing;
    }

    @Override
    public List<Journal> settled(Tx tx, Attempt attempt, Instant now) throws SQLException {
        Optional<ChangeSql.Pending> change = changes.ofPayment(tx, attempt.payment());
        if (change.isPresent()) {
            Optional<List<Journal>> made =
                    changing.settled(tx, change.get().subscription(), attempt, now);
            return made.isPresent() ? made.get() : List.of(back(tx, attempt, now));
        }
        Optional<Invoice> invoice =
                invoices.find(tx, new Id(IdKind.INVOICE, attempt.payment().uuid()));
        boolean captured = attempt.state() == AttemptState.CAPTURED;
        Id of = invoice.map(Invoice::subscription).orElse(null);
        if (invoice.isEmpty() || of == null) {
            // Of what a card is charged for without a page only changes have no invoice yet.
            boolean forgotten = invoice.isEmpty() && captured && attempt.method() != null;
            return forgotten ? List.of(back(tx, attempt, now)) : List.of();
        }
        if (invoice.get().state() == Invoice.State.VOID && captured) {
            return List.of(back(tx, attempt, now));
        }
        if (invoice.get().state() != Invoice.State.OPEN) {
            return List.of();
        }
        Subscription it = subscriptions.find(tx, of, true).orElseThrow();
        Standing standing = standings.of(tx, it);
        if (captured) {
            invoices.settle(tx, invoice.get().id(), Invoice.State.PAID);
            standings.paid(tx, standing, attempt.method() == null, now);
        } else if (attempt.method() != null) {
            DeclineClass decline =
                    attempt.decline() == null ? DeclineClass.SOFT : attempt.decline();
            standings.save(tx, standing, SubscriptionMachine.declined(standing, decline, now), now);
        }
        return List.of();
    }

    /** Paid for what was taken back, or forgotten, meanwhile. */
    private Journal back(Tx tx, Attempt attempt, Instant now) throws SQLException {
        Money taken = new Money(attempt.captured(), attempt.amount().currency());
        Refund refund =
                Refund.created(
                        new Id(IdKind.REFUND, attempt.payment().uuid()),
                        attempt.payment(),
                        attempt.id(),
                        attempt.account(),
                        Objects.requireNonNull(attempt.refs().intent()),
                        taken,
                        now);
        refunds.insert(tx, refund);
        payments.refunded(tx, attempt.payment(), taken.minor());
        return new Postings(provider).due(refund, now);
    }
}
