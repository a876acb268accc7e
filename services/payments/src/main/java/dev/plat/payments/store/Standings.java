package dev.plat.payments.store;

import dev.plat.payments.invoice.Invoices;
import dev.plat.payments.ledger.Account;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.JournalKind;
import dev.plat.payments.ledger.Line;
import dev.plat.payments.money.Money;
import dev.plat.payments.subscription.Coverage;
import dev.plat.payments.subscription.CoverageSql;
import dev.plat.payments.subscription.DunningSql;
import dev.plat.payments.subscription.Follows;
import dev.plat.payments.subscription.Standing;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionMachine;
import dev.plat.payments.subscription.SubscriptionSql;
import dev.plat.router.core.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How subscriptions stand, read and written whole, with what follows for their accounts. */
final class Standings {

    private final Follows follows;
    private final Invoices invoices = new Invoices();
    private final SubscriptionSql subscriptions = new SubscriptionSql();
    private final CoverageSql coverage = new CoverageSql();
    private final DunningSql dunnings = new DunningSql();

    Standings(Follows follows) {
        this.follows = follows;
    }

    /** Its row is locked. */
    Standing of(Tx tx, Subscription it) throws SQLException {
        return new Standing(
                it,
                coverage.of(tx, it.id()),
                invoices.open(tx, it.id()).isPresent(),
                dunnings.find(tx, it.id()));
    }

    /** It is due when something is to be done for it next. */
    void save(Tx tx, Standing before, Standing after, Instant now) throws SQLException {
        Subscription it =
                after.it()
                        .due(
                                SubscriptionMachine.next(after, now).isPresent()
                                        ? now
                                        : SubscriptionMachine.due(after, now).orElse(null));
        subscriptions.update(tx, it);
        if (!after.dunning().equals(before.dunning())) {
            dunnings.save(tx, it.id(), after.dunning());
        }
        boolean another =
                it.state() != before.it().state() || !it.plan().equals(before.it().plan());
        if (another) {
            follows.from(tx, it.account(), it.over() ? Optional.empty() : Optional.of(it), now);
        }
    }

    /**
     * What was owed is paid.
     *
     * @param byHand then the card that was left is looked for before another period is billed
     */
    void paid(Tx tx, Standing before, boolean byHand, Instant now) throws SQLException {
        Standing after = SubscriptionMachine.paid(before);
        save(tx, before, after, now);
        if (byHand && !after.it().over()) {
            subscriptions.update(tx, after.it().due(now));
        }
    }

    /** What was served by that day is earned. */
    Standing earned(Tx tx, Standing standing, LocalDate until, List<Journal> journals, Instant now)
            throws SQLException {
        List<Coverage> after = new ArrayList<>();
        for (Coverage row : standing.coverage()) {
            Money more = row.earned(until);
            Coverage earning = row.earning(more);
            after.add(earning);
            if (!more.isZero()) {
                coverage.update(tx, standing.it().id(), earning);
                journals.add(recognised(standing.it(), earning, more, now));
            }
        }
        return new Standing(standing.it(), after, standing.owed(), standing.dunning());
    }

    /** It has the key of how much is earned with it: of a mark there may be another after a cut. */
    private static Journal recognised(Subscription it, Coverage row, Money more, Instant now) {
        return new Journal(
                it.id() + "/" + row.number() + "/earned/" + row.recognised().minor(),
                JournalKind.RECOGNITION,
                now,
                Line.debit(new Account(AccountKind.DEFERRED, row.plan()), more),
                Line.credit(new Account(AccountKind.REVENUE, row.plan()), more));
    }
}
