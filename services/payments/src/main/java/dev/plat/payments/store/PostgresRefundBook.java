package dev.plat.payments.store;

import dev.plat.payments.invoice.CreditShares;
import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.invoice.Invoices;
import dev.plat.payments.invoice.Sold;
import dev.plat.payments.invoice.SoldSql;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.Ledger;
import dev.plat.payments.money.Money;
import dev.plat.payments.operator.Minutes;
import dev.plat.payments.operator.Said;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.refund.Refund;
import dev.plat.payments.refund.RefundBook;
import dev.plat.payments.refund.RefundWish;
import dev.plat.payments.subscription.CoverageSql;
import dev.plat.payments.subscription.SubscriptionSql;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Refunds in their accounts' buckets.
 *
 * <p>Threads: safe.
 */
public final class PostgresRefundBook implements RefundBook {

    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final Router router;
    private final IdGenerator ids;
    private final PaymentSql payments = new PaymentSql();
    private final AttemptSql attempts = new AttemptSql();
    private final RefundSql refunds = new RefundSql();
    private final Ledger ledger = new Ledger();
    private final Invoices invoices = new Invoices();
    private final SoldSql sold = new SoldSql();
    private final CoverageSql coverage = new CoverageSql();
    private final SubscriptionSql subscriptions = new SubscriptionSql();
    private final ChangeSql changes = new ChangeSql();
    private final Postings postings;
    private final Minutes minutes;
    private final RefundOutcomes outcomes;

    /**
     * @param provider its name in rows and accounts
     * @param minutes keeps what persons have ended
     */
    public PostgresRefundBook(
            Router router, String provider, InstantSource clock, IdGenerator ids, Minutes minutes) {
        this.minutes = minutes;
        this.router = router;
        this.ids = ids;
        this.outcomes = new RefundOutcomes(provider, clock);
        this.postings = new Postings(provider);
    }

    @Override
    public Refund request(RefundWish wish, Instant now) {
        Id payment = wish.payment();
        if (!wish.refund().bucket().equals(payment.bucket())) {
            throw PlatException.invalidField(
                    "refund", wish.refund().toString(), "an id in the bucket of the payment");
        }
        return router.write(
                payment,
                tx -> {
                    Payment found =
                            payments.find(tx, payment, true)
                                    .orElseThrow(() ->
                                            new PlatException(
                                                    ErrorCode.NOT_FOUND,
                                                    "There is no such payment.",
                                                    "value",
                                                    payment.toString()));
                    Optional<Refund> known = refunds.find(tx, wish.refund(), false);
                    return known.isPresent() ? same(known.get(), wish) : made(tx, wish, found, now);
                });
    }

    private static Refund same(Refund known, RefundWish wish) {
        if (wish.means(known)) {
            return known;
        }
        throw RefundOutcomes.mismatch(known.id());
    }

    private Refund made(Tx tx, RefundWish wish, Payment payment, Instant now) throws SQLException {
        lockDays(tx, payment.id());
        Optional<Invoice> invoice = invoice(tx, payment.id());
        long left = left(tx, payment, invoice);
        long minor = wish.upTo() ? Math.min(wish.minor(), left) : wish.minor();
        if (minor < 1 || minor > left) {
            throw new PlatException(
                    ErrorCode.REFUND_TOO_LARGE,
                    "Not so much of this payment is left to go back.",
                    "value",
                    wish.minor(),
                    "expected",
                    left > 0 ? "1 to " + left : "a payment of which something is left",
                    "allowed",
                    left);
        }
        Attempt paid =
                attempts.live(tx, payment.id())
                        .filter(it -> it.state() == AttemptState.CAPTURED)
                        .orElseThrow();
        Refund refund =
                Refund.created(
                        wish.refund(),
                        payment.id(),
                        paid.id(),
                        payment.account(),
                        Objects.requireNonNull(paid.refs().intent()),
                        new Money(minor, payment.amount().currency()),
                        now);
        refunds.insert(tx, refund);
        payments.refunded(tx, payment.id(), minor);
        List<Journal> journals = new ArrayList<>();
        if (invoice.isPresent()) {
            credited(tx, refund, invoice.get(), wish.lines(), now).ifPresent(journals::add);
        }
        journals.add(postings.due(refund, now));
        ledger.post(tx, journals);
        return refund;
    }

    /**
     * Whoever reads days reads them under their subscription's lock, and writes them as a whole; a
     * payment is locked before it. What a change has been reckoned with and shown by stays as it is
     * until that change is paid, or is not.
     */
    private void lockDays(Tx tx, Id payment) throws SQLException {
        Optional<Id> of = coverage.billedBy(tx, new Id(IdKind.INVOICE, payment.uuid()));
        if (of.isEmpty()) {
            return;
        }
        subscriptions.find(tx, of.get(), true);
        if (changes.ofSubscription(tx, of.get()).isPresent()) {
            throw new PlatException(
                    ErrorCode.PAYMENT_IN_PROGRESS,
                    "A change of the plan is being paid, which reckons with this payment.",
                    "value",
                    of.get().toString());
        }
    }

    /** Of a purchase, a renewal or a change alike: it has its payment's number. */
    private Optional<Invoice> invoice(Tx tx, Id payment) throws SQLException {
        return invoices.find(tx, new Id(IdKind.INVOICE, payment.uuid()));
    }

    /** What a change of plan has credited already paid for other days, and does not go back. */
    private long left(Tx tx, Payment payment, Optional<Invoice> invoice) throws SQLException {
        long left = payment.refundable().minor();
        return invoice.isEmpty() ? left : Math.min(left, invoices.left(tx, invoice.get()).minor());
    }

    /** What goes back of an invoice is taken back by a credit note. */
    private Optional<Journal> credited(
            Tx tx, Refund refund, Invoice invoice, List<Integer> lines, Instant now)
            throws SQLException {
        List<Invoices.Credit> parts = new ArrayList<>();
        List<Integer> billed = billed(tx, refund.payment(), invoice, lines);
        for (Sold part : invoices.share(tx, invoice, billed, refund.amount())) {
            Money unearned = coverage.giveBack(tx, invoice.id(), part);
            parts.add(new Invoices.Credit(part, part.net().minus(unearned)));
        }
        // An order has one number for its payment, invoice and refund: the note is another invoice.
        Id note = ids.next(IdKind.INVOICE, refund.account());
        return invoices.credit(tx, note, invoice, refund.id().toString(), parts, now).journal();
    }

    /**
     * An invoice numbers its lines by itself: what was not taken, or cost nothing, is not on it.
     */
    private List<Integer> billed(Tx tx, Id payment, Invoice invoice, List<Integer> lines)
            throws SQLException {
        Money total = invoice.total();
        List<Sold> told = sold.of(tx, payment, total.currency().code());
        if (told.isEmpty()) {
            return lines;
        }
        List<Sold> on = CreditShares.of(told, total);
        return IntStream.rangeClosed(1, on.size())
                .filter(number -> lines.contains(on.get(number - 1).number()))
                .boxed()
                .toList();
    }

    @Override
    public Optional<Refund> find(Id refund) {
        return Objects.requireNonNull(router.read(refund, tx -> refunds.find(tx, refund, false)));
    }

    @Override
    public Optional<Refund> change(Id refund, UnaryOperator<Refund> change) {
        return router.write(refund, tx -> changed(tx, refund, change, (_, _) -> {}));
    }

    @Override
    public Optional<Refund> settle(Id refund, Said said, UnaryOperator<Refund> change) {
        return router.write(
                refund,
                tx ->
                        changed(
                                tx,
                                refund,
                                change,
                                (before, after) ->
                                        minutes.keep(
                                                tx,
                                                said,
                                                "refund.settled",
                                                refund.toString(),
                                                RefundOutcomes.facts(before, after))));
    }

    private interface Then {
        void happens(Refund before, Refund after) throws SQLException;
    }

    private Optional<Refund> changed(Tx tx, Id refund, UnaryOperator<Refund> change, Then then)
            throws SQLException {
        Optional<Refund> before = refunds.find(tx, refund, true);
        if (before.isEmpty()) {
            return before;
        }
        Refund after = change.apply(before.get());
        if (!after.equals(before.get())) {
            refunds.update(tx, after);
            outcomes.book(tx, before.get(), after);
            then.happens(before.get(), after);
        }
        return Optional.of(after);
    }

    @Override
    public List<Id> due(Instant now, int limit) {
        return router
                .scatter(Deadline.in(SWEEP), tx -> refunds.due(tx, now, limit))
                .parts()
                .stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(AttemptSql.Due::at))
                .limit(limit)
                .map(AttemptSql.Due::id)
                .toList();
    }
}
