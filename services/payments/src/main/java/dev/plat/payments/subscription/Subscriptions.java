package dev.plat.payments.subscription;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.Price;
import dev.plat.payments.coupon.UseSql;
import dev.plat.payments.invoice.SoldSql;
import dev.plat.payments.money.Money;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Subscriptions in their accounts' buckets: started and ended by orders, kept or given up by their
 * owners.
 *
 * <p>Threads: safe.
 */
public final class Subscriptions {

    /** In which days begin and end; kept with each subscription, so that it may become another. */
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    private final Router router;
    private final Catalogue catalogue;
    private final Follows follows;
    private final Unsent unsent;
    private final IdGenerator ids;
    private final InstantSource clock;
    private final SubscriptionSql subscriptions = new SubscriptionSql();
    private final CoverageSql coverage = new CoverageSql();
    private final SoldSql sold = new SoldSql();
    private final UseSql uses = new UseSql();

    public Subscriptions(
            Router router,
            Catalogue catalogue,
            Follows follows,
            Unsent unsent,
            IdGenerator ids,
            InstantSource clock) {
        this.router = router;
        this.catalogue = catalogue;
        this.follows = follows;
        this.unsent = unsent;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A line of an order that is paid for.
     *
     * @param line of the order
     * @param paid for it, with tax
     * @param payment which is or will be taken for it
     * @param jurisdiction where it is taxed; empty: nowhere. The periods after it are taxed there
     *     even where nothing was paid for the first one
     * @param percent of tax; empty with it
     */
    public record Order(
            Id id,
            int line,
            Id account,
            String price,
            Money paid,
            Id payment,
            String jurisdiction,
            String percent) {

        /** Without tax. */
        public Order(Id id, int line, Id account, String price, Money paid, Id payment) {
            this(id, line, account, price, paid, payment, "", "");
        }
    }

    /**
     * Starts what an order bought, or answers what it has started; its first period is the one that
     * was paid.
     *
     * @throws PlatException {@code order-state} when the line was ended before, and when the
     *     account is on another plan; {@code price-gone}; {@code field-invalid} for an order
     *     outside the account's bucket
     */
    public Subscription start(Order order) {
        if (!order.account().bucket().equals(order.id().bucket())) {
            throw PlatException.invalidField(
                    "order", order.id().toString(), "an id in the bucket of the account");
        }
        return router.write(
                order.account(),
                tx -> {
                    Optional<SubscriptionSql.Ordered> known =
                            subscriptions.ordered(tx, order.id(), order.line());
                    return known.isPresent() ? same(tx, known.get()) : started(tx, order);
                });
    }

    private Subscription same(Tx tx, SubscriptionSql.Ordered known) throws SQLException {
        if (known.ended() || known.subscription().isEmpty()) {
            throw state("ended", "a line that was not ended");
        }
        return subscriptions.find(tx, known.subscription().get(), false).orElseThrow();
    }

    private Subscription started(Tx tx, Order order) throws SQLException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Price price = price(order.price());
        LocalDate anchor = LocalDate.ofInstant(now, ZONE);
        Id id = ids.next(IdKind.SUBSCRIPTION, order.account());
        Subscription fresh =
                new Subscription(
                        id,
                        order.account(),
                        SubscriptionState.ACTIVE,
                        price.plan(),
                        price.id(),
                        price.amount().currency(),
                        anchor,
                        price.interval(),
                        ZONE,
                        0,
                        null,
                        false,
                        now,
                        now);
        if (!subscriptions.keepOrder(tx, order.id(), order.line(), id)) {
            // Somebody was faster.
            return same(tx, subscriptions.ordered(tx, order.id(), order.line()).orElseThrow());
        }
        if (!subscriptions.insert(tx, fresh)) {
            throw state("another plan", "an account without a plan, or a change of the one it has");
        }
        Coverage.Charged charged = charged(tx, order);
        coverage.insert(
                tx,
                id,
                new Coverage(
                        1,
                        0,
                        fresh.current(),
                        price.plan(),
                        price.id(),
                        charged,
                        Money.zero(charged.net().currency())),
                new Id(IdKind.INVOICE, order.payment().uuid()));
        uses.carry(tx, order.id(), id, price.plan());
        follows.from(tx, order.account(), Optional.of(fresh), now);
        return fresh;
    }

    /**
     * As the payment says. One whose lines nobody told has no tax in it, and what cost nothing has
     * no payment; where they are taxed the order knows.
     */
    private Coverage.Charged charged(Tx tx, Order order) throws SQLException {
        String currency = order.paid().currency().code();
        return sold.of(tx, order.payment(), currency).stream()
                .filter(line -> line.number() == order.line())
                .filter(line -> line.total().equals(order.paid()))
                .findFirst()
                .map(line ->
                        new Coverage.Charged(
                                line.net(), line.tax(), line.jurisdiction(), line.percent()))
                .orElseGet(() ->
                        new Coverage.Charged(
                                order.paid(),
                                Money.zero(order.paid().currency()),
                                order.jurisdiction(),
                                order.percent()));
    }

    private Price price(String id) {
        return catalogue.prices().stream()
                .filter(price -> price.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.PRICE_GONE,
                                "There is no such price.",
                                "value",
                                id.length() > 80 ? id.substring(0, 80) : id));
    }

    /** What an order started does not run, and what it would start will not. */
    public void end(Id order, int line) {
        router.write(
                order,
                tx -> {
                    if (subscriptions.keepOrder(tx, order, line, null)) {
                        return true;
                    }
                    SubscriptionSql.Ordered known =
                            subscriptions.ordered(tx, order, line).orElseThrow();
                    if (!known.ended()) {
                        subscriptions.endOrder(tx, order, line);
                        undo(tx, known.subscription().orElseThrow());
                    }
                    return true;
                });
    }

    private void undo(Tx tx, Id id) throws SQLException {
        unsent.giveUp(tx, id);
        Subscription found = subscriptions.find(tx, id, true).orElseThrow();
        if (found.over()) {
            return;
        }
        subscriptions.update(tx, found.ended());
        coverage.free(tx, id);
        follows.from(tx, found.account(), Optional.empty(), clock.instant());
    }

    /** The newest first. */
    public List<Subscription> of(Id account) {
        return router.read(account, tx -> subscriptions.of(tx, account));
    }

    /**
     * One of the account's.
     *
     * @throws PlatException {@code not-found}
     */
    public Subscription find(Id account, Id id) {
        if (!account.bucket().equals(id.bucket())) {
            throw unknown(id);
        }
        return router.read(account, tx -> mine(tx, account, id, false));
    }

    private Subscription mine(Tx tx, Id account, Id id, boolean lock) throws SQLException {
        return subscriptions
                .find(tx, id, lock)
                .filter(it -> it.account().equals(account))
                .orElseThrow(() -> unknown(id));
    }

    /**
     * It ends with its period, also when a change of it is being paid. Who owes it ends it at once:
     * then it is due now.
     *
     * @throws PlatException {@code not-found}, {@code order-state} when it is over
     */
    public Subscription cancel(Id account, Id id) {
        return changed(account, id, true);
    }

    /**
     * It goes on after all.
     *
     * @throws PlatException {@code not-found}, {@code order-state} when it is over
     */
    public Subscription resume(Id account, Id id) {
        return changed(account, id, false);
    }

    private Subscription changed(Id account, Id id, boolean ending) {
        return router.write(
                account,
                tx -> {
                    Subscription found = mine(tx, account, id, true);
                    if (found.over()) {
                        throw state(found.state().text(), "a subscription that is not over");
                    }
                    boolean now = ending && found.state() != SubscriptionState.ACTIVE;
                    Subscription after =
                            found.with(it -> {
                                it.ending = ending;
                                it.due = now ? clock.instant() : it.due;
                            });
                    subscriptions.update(tx, after);
                    subscriptions.endsChanged(tx, id, ending);
                    return after;
                });
    }

    private static PlatException unknown(Id id) {
        return new PlatException(
                ErrorCode.NOT_FOUND, "There is no such subscription.", "value", id.toString());
    }

    private static PlatException state(String found, String expected) {
        return new PlatException(
                ErrorCode.ORDER_STATE,
                "The subscription does not stand so that this can be done.",
                "value",
                found,
                "expected",
                expected);
    }
}
