package dev.plat.payments.store;

import dev.plat.payments.catalogue.Price;
import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.invoice.Invoices;
import dev.plat.payments.invoice.Sold;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.money.Money;
import dev.plat.payments.subscription.Balance;
import dev.plat.payments.subscription.Billing;
import dev.plat.payments.subscription.ChangeKind;
import dev.plat.payments.subscription.Coverage;
import dev.plat.payments.subscription.CoverageSql;
import dev.plat.payments.subscription.Standing;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionState;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reckons a change of price, and makes it: days, credit note, invoice, and what is owed. */
final class Changing {

    private final Renewing renewing;
    private final Invoices invoices = new Invoices();
    private final CoverageSql coverage = new CoverageSql();

    Changing(Renewing renewing) {
        this.renewing = renewing;
    }

    /**
     * A change, to the unit.
     *
     * @param charge for the days from today on, with tax
     * @param credit for the days that were paid and are not used, with tax
     * @param before what the account has beside it
     * @param settled what is to be paid now, if it can be charged, and what the account has then
     */
    record Reckoned(
            Billing.Changed changed,
            Money charge,
            Money credit,
            Balance before,
            Balance.Settled settled) {

        Money due() {
            return settled.due();
        }
    }

    /**
     * What a change costs today.
     *
     * @throws PlatException {@code order-state} for a subscription that is not paid, whose next
     *     period is just being billed or whose days have no invoice yet; {@code field-invalid} for
     *     the price that it has and keeps; {@code price-gone}; {@code money-invalid} for a price in
     *     another currency
     */
    Reckoned reckon(Tx tx, Standing standing, String price, Instant now) throws SQLException {
        Subscription it = standing.it();
        LocalDate day = it.day(now);
        requireChangeable(standing, day);
        return price.equals(it.price())
                ? staying(it)
                : reckon(tx, standing, renewing.sold(price, now), day);
    }

    private static void requireChangeable(Standing standing, LocalDate day) {
        Subscription it = standing.it();
        boolean changeable =
                it.state() == SubscriptionState.ACTIVE
                        && !standing.owed()
                        && it.current().contains(day);
        if (!changeable) {
            throw state(it, "a subscription that is active and paid");
        }
    }

    private static PlatException state(Subscription it, String expected) {
        return new PlatException(
                ErrorCode.ORDER_STATE,
                "The subscription does not stand so that this can be done.",
                "value",
                it.state().text(),
                "expected",
                expected);
    }

    /**
     * What a change costs on a day, whether the price is still sold or not.
     *
     * @throws PlatException as above
     */
    Reckoned reckon(Tx tx, Standing standing, Price to, LocalDate day) throws SQLException {
        Subscription it = standing.it();
        requireChangeable(standing, day);
        if (to.amount().currency() != it.currency()) {
            throw new PlatException(
                    ErrorCode.MONEY_INVALID,
                    "A subscription stays in its currency.",
                    "value",
                    to.amount().currency().code(),
                    "expected",
                    it.currency().code());
        }
        Price from = renewing.price(it.price());
        int before = ChangeKind.of(from, to) == ChangeKind.NEW_PERIOD ? 0 : 1;
        Coverage last =
                standing.coverage().stream()
                        .filter(row -> row.days().contains(day))
                        .findFirst()
                        .orElseThrow();
        if (ChangeKind.of(from, to) != ChangeKind.AT_END
                && !last.charge().net().isZero()
                && billed(tx, it, last).isEmpty()) {
            throw state(it, "a subscription whose first payment has been taken and invoiced");
        }
        Billing.Changed changed =
                Billing.change(
                        it,
                        last,
                        from,
                        to,
                        day,
                        coverage.last(tx, it.id()) + 1,
                        renewing.terms(tx, standing, day, before));
        Money none = Money.zero(it.currency());
        Money charge = changed.bill().map(bill -> bill.coverage().charge().total()).orElse(none);
        Money credit = changed.cut().map(cut -> cut.credit().total()).orElse(none);
        if (changed.bill().isEmpty()) {
            return free(it, changed);
        }
        Balance has = renewing.balance(tx, it);
        return new Reckoned(
                changed, charge, credit, has, renewing.settle(has, charge.minus(credit)));
    }

    private static Reckoned free(Subscription it, Billing.Changed changed) {
        Money none = Money.zero(it.currency());
        Balance nothing = Balance.none(it.currency());
        return new Reckoned(changed, none, none, nothing, new Balance.Settled(none, nothing));
    }

    /** Nothing comes with the next period. */
    private static Reckoned staying(Subscription it) {
        if (it.nextPrice() == null) {
            throw PlatException.invalidField("price", it.price(), "another price");
        }
        return free(
                it,
                new Billing.Changed(
                        ChangeKind.AT_END, it.staying(), Optional.empty(), Optional.empty()));
    }

    /**
     * Makes it.
     *
     * @param invoice an {@code INVOICE}: the payment's number where there is a payment
     * @return what it comes to in the books, without what was captured for it
     */
    List<Journal> apply(Tx tx, Standing standing, Reckoned reckoned, Id invoice, Instant now)
            throws SQLException {
        Subscription it = standing.it();
        List<Journal> journals = new ArrayList<>();
        if (reckoned.changed().bill().isEmpty()) {
            return journals;
        }
        Coverage made = reckoned.changed().bill().get().coverage();
        Coverage.Cut cut = reckoned.changed().cut().orElseThrow();
        coverage.update(tx, it.id(), cut.kept());
        coverage.insert(tx, it.id(), made, invoice);
        if (reckoned.changed().kind() == ChangeKind.NEW_PERIOD) {
            renewing.another(tx, it.id());
        }
        String fact = it.id() + "/change/" + made.number();
        Invoices.Basis basis =
                new Invoices.Basis(
                        invoice,
                        it.account(),
                        fact,
                        null,
                        null,
                        it.id(),
                        List.of(
                                renewing.line(
                                        tx,
                                        it.id(),
                                        reckoned.changed().bill().get(),
                                        renewing.price(made.price()))));
        invoices.issue(tx, basis, true, now).journal().ifPresent(journals::add);
        if (!cut.credit().total().isZero()) {
            credited(tx, it, cut, fact, now).ifPresent(journals::add);
        }
        // What is left over is the account's, or owed by it; what it had of either is used.
        Balances.settled(
                        fact + "/balance",
                        it.account(),
                        reckoned.before(),
                        reckoned.settled().after(),
                        now)
                .ifPresent(journals::add);
        return journals;
    }

    private Optional<Journal> credited(
            Tx tx, Subscription it, Coverage.Cut cut, String fact, Instant now)
            throws SQLException {
        Invoice billed = billed(tx, it, cut.kept()).orElseThrow();
        Sold line =
                billed.lines().stream()
                        .filter(each -> each.price().equals(cut.kept().price()))
                        .findFirst()
                        .orElseThrow();
        Sold part = line.part(cut.credit().net(), cut.credit().tax());
        Money none = Money.zero(it.currency());
        Id note = renewing.fresh(it.account());
        return invoices.credit(
                        tx,
                        note,
                        billed,
                        fact + "/credit",
                        List.of(new Invoices.Credit(part, none)),
                        now)
                .journal();
    }

    /** Held money is taken up to days after its plan began, and is invoiced when it is taken. */
    private Optional<Invoice> billed(Tx tx, Subscription it, Coverage row) throws SQLException {
        Optional<Id> of = coverage.invoice(tx, it.id(), row.number());
        return of.isEmpty() ? Optional.empty() : invoices.find(tx, of.get());
    }
}
