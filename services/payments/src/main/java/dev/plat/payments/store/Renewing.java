package dev.plat.payments.store;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.Plan;
import dev.plat.payments.catalogue.Price;
import dev.plat.payments.catalogue.TaxRate;
import dev.plat.payments.coupon.Coupon;
import dev.plat.payments.coupon.Use;
import dev.plat.payments.coupon.UseSql;
import dev.plat.payments.invoice.Invoices;
import dev.plat.payments.invoice.Sold;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.provider.Least;
import dev.plat.payments.provider.SavedCard;
import dev.plat.payments.subscription.Balance;
import dev.plat.payments.subscription.Billing;
import dev.plat.payments.subscription.Coverage;
import dev.plat.payments.subscription.CoverageSql;
import dev.plat.payments.subscription.Standing;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionMachine;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Bills a period: its days, its invoice, its payment and its first attempt, all in one transaction.
 */
final class Renewing {

    /** A charge without the buyer is sent at once or not at all. */
    private static final Duration SENT_WITHIN = Duration.ofDays(1);

    /** Nobody comes back from a charge without a page; a page that is opened later has its own. */
    private static final String NOWHERE = "https://localhost/";

    private final Catalogue catalogue;
    private final String provider;
    private final Least least;
    private final IdGenerator ids;
    private final Invoices invoices = new Invoices();
    private final CoverageSql coverage = new CoverageSql();
    private final PaymentSql payments = new PaymentSql();
    private final AttemptSql attempts = new AttemptSql();
    private final MethodSql methods = new MethodSql();
    private final Balances balances = new Balances();
    private final UseSql uses = new UseSql();

    Renewing(Catalogue catalogue, String provider, Least least, IdGenerator ids) {
        this.catalogue = catalogue;
        this.provider = provider;
        this.least = least;
        this.ids = ids;
    }

    /** The next period; what is booked for it is added to {@code journals}. */
    Standing renew(Tx tx, Standing standing, List<Journal> journals, Instant now)
            throws SQLException {
        Subscription it = standing.it();
        Price price = price(it.nextPrice() == null ? it.price() : it.nextPrice());
        LocalDate day = it.current().until();
        int number = coverage.last(tx, it.id()) + 1;
        Billing.Renewed renewed = Billing.renew(it, price, number, terms(tx, standing, day, 0));
        Coverage billed = renewed.bill().coverage();
        Id payment = ids.next(IdKind.PAYMENT, it.account());
        Id id = new Id(IdKind.INVOICE, payment.uuid());
        coverage.insert(tx, it.id(), billed, id);
        another(tx, it.id());
        Invoices.Basis basis =
                new Invoices.Basis(
                        id,
                        it.account(),
                        it.id() + "/" + billed.days(),
                        null,
                        payment,
                        it.id(),
                        List.of(line(tx, it.id(), renewed.bill(), price)));
        Balance before = balance(tx, it);
        Balance.Settled settled = settle(before, billed.charge().total());
        Money due = settled.due();
        // What is too little to be charged is settled by the account's balance, too.
        invoices.issue(tx, basis, due.isZero(), now).journal().ifPresent(journals::add);
        Balances.settled(id + "/credit", it.account(), before, settled.after(), now)
                .ifPresent(journals::add);
        Standing owed = new Standing(renewed.after(), standing.coverage(), true, Optional.empty());
        if (due.isZero()) {
            return SubscriptionMachine.paid(owed);
        }
        return charged(tx, owed, payment, due, now);
    }

    /** Without a card it is as if the bank had said that there is none. */
    private Standing charged(Tx tx, Standing owed, Id id, Money due, Instant now)
            throws SQLException {
        return charge(tx, owed.it().account(), id, due, now)
                ? owed
                : SubscriptionMachine.declined(owed, DeclineClass.HARD, now);
    }

    /**
     * Makes a payment and charges the account's card for it.
     *
     * @return whether there is a card
     */
    boolean charge(Tx tx, Id account, Id id, Money due, Instant now) throws SQLException {
        Payment payment =
                new Payment(
                        id,
                        account,
                        ids.next(IdKind.ORDER, account),
                        due,
                        Capture.AUTOMATIC,
                        NOWHERE,
                        NOWHERE,
                        0,
                        0);
        payments.insert(tx, payment, provider, now);
        return charge(tx, payment, now);
    }

    /**
     * Charges the account's card, unless another attempt of the payment lives.
     *
     * @return whether there is a card
     */
    boolean charge(Tx tx, Payment payment, Instant now) throws SQLException {
        Optional<SavedCard> card = methods.find(tx, payment.account(), provider);
        if (card.isEmpty()) {
            return false;
        }
        attempts.insert(
                tx,
                Attempt.charging(
                        ids.next(IdKind.ATTEMPT, payment.id()),
                        payment,
                        card.get().token(),
                        now.plus(SENT_WITHIN),
                        now));
        return true;
    }

    /** One that can be bought at that moment. */
    Price sold(String id, Instant now) {
        return catalogue.price(id, now);
    }

    Id fresh(Id account) {
        return ids.next(IdKind.INVOICE, account);
    }

    Price price(String id) {
        return catalogue.prices().stream()
                .filter(price -> price.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no price " + id));
    }

    /**
     * Taxed where it was taxed before, at the rate of the day; with the coupon it carries.
     *
     * @param before how many periods before the next one it is about: 1 for what is left of the
     *     current one
     */
    Billing.Terms terms(Tx tx, Standing standing, LocalDate day, int before) throws SQLException {
        Optional<Use> use = uses.of(tx, standing.it().id());
        Optional<TaxRate> tax =
                standing.coverage().stream()
                        .map(row -> row.charge().jurisdiction())
                        .filter(place -> !place.isEmpty())
                        .reduce((_, last) -> last)
                        .flatMap(place -> catalogue.tax(place, day));
        return new Billing.Terms(
                use.flatMap(it -> it.coupon().at(Math.max(0, it.billed() - before))), tax);
    }

    /** What is billed next is another period. */
    void another(Tx tx, Id subscription) throws SQLException {
        uses.billed(tx, subscription);
    }

    Sold line(Tx tx, Id subscription, Billing.Bill bill, Price price) throws SQLException {
        Coverage billed = bill.coverage();
        String plan = catalogue.plan(price.plan()).map(Plan::name).orElse(price.plan());
        String code = uses.of(tx, subscription).map(Use::coupon).map(Coupon::code).orElse("");
        return new Sold(
                1,
                Sold.Kind.PLAN,
                price.plan(),
                price.id(),
                Sold.discounted(plan, bill.discount(), code),
                billed.days(),
                1,
                billed.charge().net(),
                billed.charge().tax(),
                billed.charge().jurisdiction(),
                billed.charge().percent());
    }

    Balance balance(Tx tx, Subscription it) throws SQLException {
        return balances.of(tx, it.account(), it.currency());
    }

    /** What is owed to the account in goods is used first. */
    Balance.Settled settle(Balance balance, Money open) {
        return balance.settle(open, least.of(open.currency()));
    }
}
