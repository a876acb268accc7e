package dev.plat.payments.store;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.dunning.DunningPlan;
import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.invoice.Invoices;
import dev.plat.payments.invoice.Sold;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.Ledger;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Least;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.SavedCard;
import dev.plat.payments.subscription.CoverageSql;
import dev.plat.payments.subscription.Follows;
import dev.plat.payments.subscription.Standing;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionMachine;
import dev.plat.payments.subscription.SubscriptionSql;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of subscriptions by themselves, each act in one transaction: periods are billed,
 * earned, dunned and ended. A payment is locked before its subscription, here and in {@link
 * RenewalEnds}.
 *
 * <p>Threads: safe.
 */
public final class PostgresRenewals {

    private static final Duration LOOK = Duration.ofDays(1);
    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final Router router;
    private final String provider;
    private final Standings standings;
    private final Renewing renewing;
    private final PostgresChanges changing;
    private final RenewalEnds ends;
    private final ChangeSql changes = new ChangeSql();
    private final Invoices invoices = new Invoices();
    private final SubscriptionSql subscriptions = new SubscriptionSql();
    private final CoverageSql coverage = new CoverageSql();
    private final PaymentSql payments = new PaymentSql();
    private final MethodSql methods = new MethodSql();
    private final UnsentCharges unsent = new UnsentCharges();
    private final Ledger ledger = new Ledger();

    /**
     * @param provider its name in rows and accounts
     * @param least that it charges
     */
    public PostgresRenewals(
            Router router,
            String provider,
            Least least,
            Catalogue catalogue,
            Follows follows,
            IdGenerator ids) {
        this.router = router;
        this.provider = provider;
        this.renewing = new Renewing(catalogue, provider, least, ids);
        this.standings = new Standings(follows);
        this.changing = new PostgresChanges(router, renewing, standings, ids);
        this.ends = new RenewalEnds(provider, standings, changing);
    }

    /** What owners change. */
    public PostgresChanges changes() {
        return changing;
    }

    /** What the ends of attempts come to. */
    public Settling ends() {
        return ends;
    }

    /** Those that are due, the oldest first. */
    public List<Id> due(Instant now, int limit) {
        return router
                .scatter(Deadline.in(SWEEP), tx -> subscriptions.due(tx, now, limit))
                .parts()
                .stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(SubscriptionSql.Due::at))
                .limit(limit)
                .map(SubscriptionSql.Due::id)
                .toList();
    }

    /** It is looked at again at that time. */
    public void postpone(Id subscription, Instant until) {
        router.write(
                subscription,
                tx -> {
                    Optional<Subscription> it = subscriptions.find(tx, subscription, true);
                    if (it.isPresent() && !it.get().over()) {
                        subscriptions.update(tx, it.get().due(until));
                    }
                    return true;
                });
    }

    /** A card that may have been left, and was not looked at yet. */
    public record Unkept(Id account, Id payment, Refs refs) {}

    public Optional<Unkept> unkept(Id subscription) {
        return Objects.requireNonNull(
                router.<Optional<Unkept>>read(
                        subscription,
                        tx -> {
                            Optional<Subscription> it = subscriptions.find(tx, subscription, false);
                            if (it.isEmpty()) {
                                return Optional.empty();
                            }
                            Id account = it.get().account();
                            return methods.unkept(tx, account, provider)
                                    .map(paid -> new Unkept(account, paid.payment(), paid.refs()));
                        }));
    }

    public void keep(Unkept of, SavedCard card) {
        router.write(
                of.account(),
                tx -> {
                    methods.keep(tx, of.account(), provider, card, of.payment());
                    return true;
                });
    }

    /**
     * Does one thing for a subscription.
     *
     * @return whether there was something to do
     */
    public boolean advance(Id id, Instant now) {
        return router.write(
                id,
                tx -> {
                    Optional<Invoice> open = invoices.open(tx, id);
                    Optional<Payment> payment = Optional.empty();
                    if (open.isPresent() && open.get().payment() != null) {
                        payment = payments.find(tx, open.get().payment(), true);
                    }
                    Optional<Subscription> it = subscriptions.find(tx, id, true);
                    if (it.isEmpty() || it.get().over()) {
                        return false;
                    }
                    Standing standing = standings.of(tx, it.get());
                    if (changes.ofSubscription(tx, id).isPresent()) {
                        // Nothing else happens to it until that is settled, which wakes it.
                        subscriptions.update(tx, it.get().due(now.plus(LOOK)));
                        return false;
                    }
                    Optional<SubscriptionMachine.Act> act = SubscriptionMachine.next(standing, now);
                    List<Journal> journals = new ArrayList<>();
                    Standing after =
                            act.isEmpty()
                                    ? standing
                                    : done(tx, standing, payment, act.get(), journals, now);
                    standings.save(tx, standing, after, now);
                    if (!journals.isEmpty()) {
                        ledger.post(tx, journals);
                    }
                    return act.isPresent();
                });
    }

    private Standing done(
            Tx tx,
            Standing standing,
            Optional<Payment> payment,
            SubscriptionMachine.Act act,
            List<Journal> journals,
            Instant now)
            throws SQLException {
        return switch (act) {
            case SubscriptionMachine.Act.Earn(LocalDate until) ->
                    standings.earned(tx, standing, until, journals, now);
            case SubscriptionMachine.Act.Renew _ -> renewing.renew(tx, standing, journals, now);
            case SubscriptionMachine.Act.End _ ->
                    new Standing(standing.it().ended(), List.of(), false, Optional.empty());
            case SubscriptionMachine.Act.GiveUp _ -> {
                journals.addAll(written(tx, standing.it(), payment, now));
                yield SubscriptionMachine.givenUp(standing);
            }
            case SubscriptionMachine.Act.Dun(DunningPlan.Item item) ->
                    dunned(tx, standing, payment, item, journals, now);
        };
    }

    private Standing dunned(
            Tx tx,
            Standing standing,
            Optional<Payment> payment,
            DunningPlan.Item item,
            List<Journal> journals,
            Instant now)
            throws SQLException {
        switch (item.step()) {
            case RETRY -> {
                if (payment.isPresent()) {
                    renewing.charge(tx, payment.get(), now);
                }
            }
            case NOTICE, HOLD -> {
                // Told by the entitlement, which follows from the state.
            }
            case CANCEL -> journals.addAll(written(tx, standing.it(), payment, now));
        }
        return SubscriptionMachine.dunned(standing, item);
    }

    /** Nothing of an unpaid period was earned: all of its invoice is taken back. */
    private List<Journal> written(Tx tx, Subscription it, Optional<Payment> payment, Instant now)
            throws SQLException {
        Optional<Invoice> open = invoices.open(tx, it.id());
        if (open.isEmpty()) {
            return List.of();
        }
        Invoice invoice = open.get();
        List<Invoices.Credit> parts = new ArrayList<>();
        for (Sold line : invoice.lines()) {
            parts.add(new Invoices.Credit(line, Money.zero(line.net().currency())));
            coverage.giveBack(tx, invoice.id(), line);
        }
        invoices.settle(tx, invoice.id(), Invoice.State.VOID);
        unsent.close(tx, new Id(IdKind.PAYMENT, invoice.id().uuid()));
        coverage.free(tx, it.id(), invoice.id());
        Id note = new Id(IdKind.INVOICE, it.id().uuid());
        List<Journal> journals = new ArrayList<>();
        invoices.credit(tx, note, invoice, invoice.fact() + "/unpaid", parts, now)
                .journal()
                .ifPresent(journals::add);
        Money used = invoice.total().minus(payment.map(Payment::amount).orElse(invoice.total()));
        if (!used.isZero()) {
            journals.add(Balances.unsettled(invoice.id(), invoice.account(), used, now));
        }
        return journals;
    }
}
