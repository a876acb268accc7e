package dev.plat.payments.store;

import dev.plat.payments.invoice.CreditShares;
import dev.plat.payments.invoice.Invoices;
import dev.plat.payments.invoice.Sold;
import dev.plat.payments.invoice.SoldSql;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.Ledger;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.refund.Refund;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Currency;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What an attempt comes to when it is over: for its payment, its invoice and the books. */
final class AttemptOutcomes {

    private final InstantSource clock;
    private final IdGenerator ids;
    private final ControlPoints points;
    private final Settling settling;
    private final PaymentSql payments = new PaymentSql();
    private final RefundSql refunds = new RefundSql();
    private final ExpectedSql expected;
    private final Ledger ledger = new Ledger();
    private final SoldSql sold = new SoldSql();
    private final Invoices invoices = new Invoices();
    private final Postings postings;

    AttemptOutcomes(
            String provider,
            InstantSource clock,
            IdGenerator ids,
            ControlPoints points,
            Settling settling) {
        this.clock = clock;
        this.ids = ids;
        this.points = points;
        this.settling = settling;
        this.expected = new ExpectedSql(provider);
        this.postings = new Postings(provider);
    }

    /** The books come last: their lock is the whole bucket's. */
    void book(Tx tx, Attempt before, Attempt after) throws SQLException {
        if (before.state() == after.state()) {
            return;
        }
        Instant now = clock.instant();
        if (after.state().dead()) {
            List<Journal> follow = settling.settled(tx, after, now);
            if (!follow.isEmpty()) {
                ledger.post(tx, follow);
            }
            return;
        }
        if (before.state() == AttemptState.CAPTURED || after.state() != AttemptState.CAPTURED) {
            return;
        }
        if (after.surplus()) {
            refunds.insert(
                    tx,
                    Refund.created(
                            ids.next(IdKind.REFUND, after.id()),
                            after.payment(),
                            after.id(),
                            after.account(),
                            Objects.requireNonNull(after.refs().intent()),
                            new Money(after.captured(), after.amount().currency()),
                            now));
        } else {
            payments.captured(tx, after.payment(), after.captured());
        }
        Money taken = new Money(after.captured(), after.amount().currency());
        expected.insert(tx, after.id(), Movement.Kind.CHARGE, taken, now);
        List<Journal> journals = new ArrayList<>();
        if (!after.surplus()) {
            invoiced(tx, after, now).ifPresent(journals::add);
        }
        journals.add(postings.captured(after, now));
        if (!after.surplus()) {
            journals.addAll(settling.settled(tx, after, now));
        }
        ledger.post(tx, journals);
        points.reach("journal.posted");
    }

    /** What was taken is what was sold; of a part that nobody described, each line's share. */
    private Optional<Journal> invoiced(Tx tx, Attempt taken, Instant now) throws SQLException {
        Payment payment = payments.find(tx, taken.payment(), false).orElseThrow();
        Currency currency = taken.amount().currency();
        List<Sold> lines = sold.of(tx, payment.id(), currency.code());
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        Money captured = new Money(taken.captured(), currency);
        Money total = lines.stream().map(Sold::total).reduce(Money.zero(currency), Money::plus);
        if (captured.compareTo(total) > 0) {
            throw PlatException.invalidField(
                    "how", "taken: " + captured, "nothing, since what is sold comes to " + total);
        }
        Invoices.Basis basis =
                new Invoices.Basis(
                        new Id(IdKind.INVOICE, payment.id().uuid()),
                        payment.account(),
                        payment.id().toString(),
                        payment.order(),
                        payment.id(),
                        null,
                        CreditShares.of(lines, captured));
        return invoices.issue(tx, basis, true, now).journal();
    }
}
