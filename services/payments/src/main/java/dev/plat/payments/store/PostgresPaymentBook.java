package dev.plat.payments.store;

import dev.plat.payments.invoice.Sold;
import dev.plat.payments.invoice.SoldSql;
import dev.plat.payments.operator.Minutes;
import dev.plat.payments.operator.Said;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.payment.PaymentBook;
import dev.plat.payments.payment.Tidings;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
    private final Notices notices;
    private final AttemptOutcomes outcomes;
    private final Minutes minutes;
    private final PaymentSql payments = new PaymentSql();
    private final AttemptSql attempts = new AttemptSql();
    private final SoldSql sold = new SoldSql();

    /**
     * @param provider its name in rows and accounts
     * @param minutes keeps what persons have ended
     * @param tidings hears of what an order waits for, in the transaction that makes it so
     * @param settling what follows for subscriptions, likewise
     */
    public PostgresPaymentBook(
            Router router,
            String provider,
            InstantSource clock,
            IdGenerator ids,
            ControlPoints points,
            Minutes minutes,
            Tidings tidings,
            Settling settling) {
        this.minutes = minutes;
        this.outcomes = new AttemptOutcomes(provider, clock, ids, points, settling);
        this.notices = new Notices(tidings, payments);
        this.router = router;
        this.provider = provider;
        this.clock = clock;
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
        return router.write(attempt, tx -> changed(tx, attempt, change, (_, _) -> {}));
    }

    @Override
    public Optional<Attempt> settle(Id attempt, Said said, Change change) {
        return router.write(
                attempt,
                tx ->
                        changed(
                                tx,
                                attempt,
                                change,
                                (before, after) ->
                                        minutes.keep(
                                                tx,
                                                said,
                                                "attempt.settled",
                                                attempt.toString(),
                                                facts(before, after))));
    }

    private static Map<String, Object> facts(Attempt before, Attempt after) {
        return Map.of(
                "was",
                before.state().text() + ": " + before.reason(),
                "is",
                after.state().text(),
                "amount",
                after.amount().toString(),
                "payment",
                after.payment().toString(),
                "intent",
                String.valueOf(after.refs().intent()));
    }

    private interface Then {
        void happens(Attempt before, Attempt after) throws SQLException;
    }

    private Optional<Attempt> changed(Tx tx, Id attempt, Change change, Then then)
            throws SQLException {
        Optional<Id> payment = attempts.paymentOf(tx, attempt);
        if (payment.isEmpty()) {
            return Optional.empty();
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
            outcomes.book(tx, before, after.get());
            then.happens(before, after.get());
        }
        return after;
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
