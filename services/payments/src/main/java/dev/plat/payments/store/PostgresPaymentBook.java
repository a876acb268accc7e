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
import dev.plat.payments.payment.PaymentBook;
import dev.plat.payments.payment.Tidings;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.refund.Refund;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Currency;
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

/**
 * Payments in their accounts' buckets. The payment's row is the lock of its attempts.
 *
 * <p>Threads: safe.
 */
public final class PostgresPaymentBook implements PaymentBook {

    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final Router router;
    private final String provider;
    private final InstantSource clock;
    private final IdGenerator ids;
    private final ControlPoints points;
    private final Notices notices;
    private final Settling settling;
    private final PaymentSql payments = new PaymentSql();
    private final AttemptSql attempts = new AttemptSql();
    private final RefundSql refunds = new RefundSql();
    private final ExpectedSql expected;
    private final Ledger ledger = new Ledger();
    private final SoldSql sold = new SoldSql();
    private final Invoices invoices = new Invoices();
    private final Postings postings;

    /**
     * @param provider its name in rows and accounts
     */
    public PostgresPaymentBook(
            Router router,
            String provider,
            InstantSource clock,
            IdGenerator ids,
            ControlPoints points) {
        this(router, provider, clock, ids, points, Tidings.NONE, Settling.NOTHING);
    }

    /**
     * @param tidings hears of what an order waits for, in the transaction that makes it so
     */
    public PostgresPaymentBook(
            Router router,
            String provider,
            InstantSource clock,
            IdGenerator ids,
            ControlPoints points,
            Tidings tidings) {
        this(router, provider, clock, ids, points, tidings, Settling.NOTHING);
    }

    /**
     * @param tidings hears of what an order waits for, in the transaction that makes it so
     * @param settling what follows for subscriptions, likewise
     */
    public PostgresPaymentBook(
            Router router,
            String provider,
            InstantSource clock,
            IdGenerator ids,
            ControlPoints points,
            Tidings tidings,
            Settling settling) {
        this.notices = new Notices(tidings, payments);
        this.settling = settling;
        this.router = router;
        this.provider = provider;
        this.clock = clock;
        this.ids = ids;
        this.points = points;
        this.expected = new ExpectedSql(provider);
        this.postings = new Postings(provider);
    }

    @Override
    public Standing place(Payment payment, List<Sold> lines, Attempt first) {
        return router.write(
                payment.id(),
                tx -> {
                    if (payments.insert(tx, payment, provider, clock.instant())) {
                        sold.insert(tx, payment.id(), lines);
                        attempts.insert(tx, first);
                    }
                    return standing(tx, payment.id()).orElseThrow();
                });
    }

    @Override
    public void keepOnly(Id payment, List<Integer> lines, long minor) {
        router.write(
                payment,
                tx -> {
                    Payment found = payments.find(tx, payment, true).orElseThrow();
                    sold.keepOnly(tx, payment, lines);
                    long kept =
                            sold.of(tx, payment, found.amount().currency().code()).stream()
                                    .mapToLong(line -> line.total().minor())
                                    .sum();
                    if (kept != minor && kept != 0) {
                        throw new PlatException(
                                ErrorCode.MONEY_INVALID,
                                "These lines do not come to what is to be taken.",
                                "value",
                                minor,
                                "expected",
                                kept);
                    }
                    return kept;
                });
    }

    @Override
    public Optional<Standing> find(Id payment) {
        return Objects.requireNonNull(router.read(payment, tx -> standing(tx, payment)));
    }

    private Optional<Standing> standing(Tx tx, Id payment) throws SQLException {
        Optional<Payment> found = payments.find(tx, payment, false);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Optional<Attempt> live = attempts.live(tx, payment);
        Optional<Attempt> counts = live.isPresent() ? live : attempts.newest(tx, payment);
        return counts.map(attempt -> new Standing(found.get(), attempt));
    }

    @Override
    public Standing again(Attempt next) {
        return router.write(
                next.id(),
                tx -> {
                    payments.find(tx, next.payment(), true);
                    if (payments.closed(tx, next.payment())) {
                        throw new PlatException(
                                ErrorCode.ORDER_STATE,
                                "This payment was closed.",
                                "value",
                                next.payment().toString(),
                                "expected",
                                "a payment of a purchase that was not given up");
                    }
                    payments.comesBack(tx, next);
                    attempts.insert(tx, next);
                    return standing(tx, next.payment()).orElseThrow();
                });
    }

    @Override
    public void close(Id payment) {
        router.write(payment, tx -> payments.close(tx, payment));
    }

    @Override
    public Declined declined(Id payment, Instant since) {
        return router.read(payment, tx -> attempts.declined(tx, payment, since));
    }

    @Override
    public int attempts(Id payment, Instant since) {
        return router.read(payment, tx -> attempts.count(tx, payment, since));
    }

    @Override
    public Optional<Attempt> attempt(Id attempt) {
        return Objects.requireNonNull(router.read(attempt, tx -> attempts.find(tx, attempt)));
    }

    @Override
    public Optional<Attempt> change(Id attempt, Change change) {
        return router.write(
                attempt,
                tx -> {
                    Optional<Id> payment = attempts.paymentOf(tx, attempt);
                    if (payment.isEmpty()) {
                        return Optional.<Attempt>empty();
                    }
                    payments.find(tx, payment.get(), true);
                    Attempt before = attempts.find(tx, attempt).orElseThrow();
                    boolean alone =
                            attempts.live(tx, payment.get())
                                    .map(live -> live.id().equals(attempt))
                                    .orElse(true);
                    Optional<Attempt> after = change.of(before, alone);
                    if (after.isPresent() && !after.get().equals(before)) {
                        attempts.update(tx, after.get());
                        notices.tell(tx, before, after.get(), clock.instant());
                        book(tx, before, after.get());
                    }
                    return after;
                });
    }

    /** The books come last: their lock is the whole bucket's. */
    private void book(Tx tx, Attempt before, Attempt after) throws SQLException {
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

    @Override
    public Optional<String> customer(Id account) {
        return Objects.requireNonNull(
                router.read(account, tx -> payments.customer(tx, account, provider)));
    }

    @Override
    public String keepCustomer(Id account, String ref) {
        return router.write(
                account,
                tx -> {
                    payments.keepCustomer(tx, account, provider, ref, clock.instant());
                    return payments.customer(tx, account, provider).orElse(ref);
                });
    }

    @Override
    public List<Id> due(Instant now, int limit) {
        return router
                .scatter(Deadline.in(SWEEP), tx -> attempts.due(tx, now, limit))
                .parts()
                .stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(AttemptSql.Due::at))
                .limit(limit)
                .map(AttemptSql.Due::id)
                .toList();
    }
}
