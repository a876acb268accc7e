package dev.plat.payments.store;

import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.Ledger;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.subscription.CoverageSql;
import dev.plat.payments.subscription.Standing;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionMachine;
import dev.plat.payments.subscription.SubscriptionSql;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What owners change of their subscriptions. What has to be paid for counts when it is paid: nobody
 * is on a plan for a charge that was declined.
 *
 * <p>Threads: safe.
 */
public final class PostgresChanges {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresChanges.class);

    private final Router router;
    private final Renewing renewing;
    private final Changing changing;
    private final Standings standings;
    private final IdGenerator ids;
    private final ChangeSql changes = new ChangeSql();
    private final SubscriptionSql subscriptions = new SubscriptionSql();
    private final CoverageSql coverage = new CoverageSql();
    private final Ledger ledger = new Ledger();

    PostgresChanges(Router router, Renewing renewing, Standings standings, IdGenerator ids) {
        this.router = router;
        this.renewing = renewing;
        this.changing = new Changing(renewing);
        this.standings = standings;
        this.ids = ids;
    }

    /**
     * A change whose payment is settled is made, or forgotten. What its owner has said meanwhile of
     * its end counts.
     *
     * @return what is to be posted; empty when what was captured has to go back
     */
    Optional<List<Journal>> settled(Tx tx, Id subscription, Attempt attempt, Instant now)
            throws SQLException {
        Subscription it = subscriptions.find(tx, subscription, true).orElseThrow();
        ChangeSql.Pending change = changes.ofSubscription(tx, subscription).orElseThrow();
        changes.delete(tx, subscription);
        Standing standing = standings.of(tx, it);
        if (attempt.state() != AttemptState.CAPTURED) {
            standings.save(tx, standing, standing, now);
            return Optional.of(List.of());
        }
        if (it.over()) {
            return Optional.empty();
        }
        Optional<Changing.Reckoned> reckoned = asTaken(tx, standing, change, attempt);
        if (reckoned.isEmpty()) {
            standings.save(tx, standing, standing, now);
            return Optional.empty();
        }
        Id invoice = new Id(IdKind.INVOICE, attempt.payment().uuid());
        return Optional.of(made(tx, standing, reckoned.get(), change.ending(), invoice, now));
    }

    /**
     * What it comes to, which is what was taken for it: else the capture has to be recorded all the
     * same, and nothing can be made of it.
     */
    private Optional<Changing.Reckoned> asTaken(
            Tx tx, Standing standing, ChangeSql.Pending change, Attempt attempt)
            throws SQLException {
        try {
            Changing.Reckoned reckoned =
                    changing.reckon(tx, standing, renewing.price(change.price()), change.day());
            if (reckoned.due().minor() == attempt.captured()) {
                return Optional.of(reckoned);
            }
            LOG.error(
                    "attempt={} took {} for a change that comes to {}",
                    attempt.id(),
                    attempt.captured(),
                    reckoned.due());
        } catch (PlatException e) {
            if (e.code() != ErrorCode.ORDER_STATE) {
                throw e;
            }
            LOG.error(
                    "attempt={} paid for a change that cannot be made: {}",
                    attempt.id(),
                    e.toString());
        }
        return Optional.empty();
    }

    private List<Journal> made(
            Tx tx,
            Standing standing,
            Changing.Reckoned reckoned,
            boolean ending,
            Id invoice,
            Instant now)
            throws SQLException {
        List<Journal> journals = changing.apply(tx, standing, reckoned, invoice, now);
        Standing after =
                new Standing(
                        reckoned.changed().after().ending(ending),
                        coverage.of(tx, standing.it().id()),
                        false,
                        Optional.empty());
        standings.save(tx, standing, after, now);
        return journals;
    }

    /**
     * What a change comes to.
     *
     * @param made whether it counts already
     * @param payment which is to be captured for it first; null: none is
     * @param from the first day of the new price
     */
    public record Change(
            Money charge,
            Money credit,
            Money due,
            LocalDate from,
            boolean made,
            @Nullable Id payment) {

        Shown shown() {
            return new Shown(charge, credit, due, from);
        }
    }

    /** What an owner was shown of a change, and agreed to. */
    public record Shown(Money charge, Money credit, Money due, LocalDate from) {

        @Override
        public String toString() {
            return due + " now, " + charge + " less " + credit + ", from " + from;
        }
    }

    /**
     * What a change to another price would cost now.
     *
     * @throws PlatException as {@link #change}
     */
    public Change preview(Id account, Id id, String price, Instant now) {
        return router.write(
                account,
                tx -> {
                    List<Journal> journals = new ArrayList<>();
                    Standing standing = mine(tx, account, id, journals, now);
                    Changing.Reckoned reckoned = changing.reckon(tx, standing, price, now);
                    post(tx, journals);
                    return told(standing, reckoned, false, null, now);
                });
    }

    /**
     * Changes to another price: at once where nothing is to be paid for it, else when the account's
     * card has been charged. To the price that it has: what was to come with the next period does
     * not.
     *
     * @param shown what the owner agreed to; empty: whatever it comes to
     * @throws PlatException {@code quote-changed} with both when it comes to something else by now;
     *     {@code not-found}; {@code order-state}; {@code payment-in-progress} while another change
     *     is being paid; {@code card-declined} without a card; {@code price-gone}; {@code
     *     field-invalid}; {@code money-invalid}
     */
    public Change change(Id account, Id id, String price, Optional<Shown> shown, Instant now) {
        return router.write(
                account,
                tx -> {
                    List<Journal> journals = new ArrayList<>();
                    Standing standing = mine(tx, account, id, journals, now);
                    Changing.Reckoned reckoned = changing.reckon(tx, standing, price, now);
                    requireShown(shown, told(standing, reckoned, false, null, now).shown());
                    Id payment = ids.next(IdKind.PAYMENT, account);
                    if (!reckoned.due().isZero()) {
                        if (!renewing.charge(tx, account, payment, reckoned.due(), now)) {
                            throw new PlatException(
                                    ErrorCode.CARD_DECLINED,
                                    "There is no card that could be charged.",
                                    "expected",
                                    "a card that was left when the plan was paid");
                        }
                        LocalDate day = standing.it().day(now);
                        changes.insert(tx, new ChangeSql.Pending(id, payment, price, day, false));
                        post(tx, journals);
                        return told(standing, reckoned, false, payment, now);
                    }
                    Id invoice = new Id(IdKind.INVOICE, payment.uuid());
                    boolean ending = reckoned.changed().after().ending();
                    journals.addAll(made(tx, standing, reckoned, ending, invoice, now));
                    post(tx, journals);
                    return told(standing, reckoned, true, null, now);
                });
    }

    private static void requireShown(Optional<Shown> shown, Shown now) {
        if (shown.isPresent() && !shown.get().equals(now)) {
            throw new PlatException(
                    ErrorCode.QUOTE_CHANGED,
                    "This is not what the change comes to now.",
                    "old",
                    shown.get().toString(),
                    "new",
                    now.toString());
        }
    }

    private static Change told(
            Standing standing,
            Changing.Reckoned reckoned,
            boolean made,
            @Nullable Id payment,
            Instant now) {
        LocalDate from =
                reckoned.changed().bill().isPresent()
                        ? standing.it().day(now)
                        : standing.it().current().until();
        return new Change(
                reckoned.charge(), reckoned.credit(), reckoned.due(), from, made, payment);
    }

    /** The books come last: their lock is the whole bucket's. */
    private void post(Tx tx, List<Journal> journals) throws SQLException {
        if (!journals.isEmpty()) {
            ledger.post(tx, journals);
        }
    }

    /** One of the account's, with all earned that was served; that is added to the journals. */
    private Standing mine(Tx tx, Id account, Id id, List<Journal> journals, Instant now)
            throws SQLException {
        Subscription it =
                subscriptions
                        .find(tx, id, true)
                        .filter(found -> found.account().equals(account))
                        .orElseThrow(() ->
                                new PlatException(
                                        ErrorCode.NOT_FOUND,
                                        "There is no such subscription.",
                                        "value",
                                        id.toString()));
        if (changes.ofSubscription(tx, id).isPresent()) {
            throw new PlatException(
                    ErrorCode.PAYMENT_IN_PROGRESS,
                    "A change of it is being paid.",
                    "value",
                    id.toString());
        }
        Standing standing = standings.of(tx, it);
        while (SubscriptionMachine.next(standing, now).orElse(null)
                instanceof SubscriptionMachine.Act.Earn(LocalDate until)) {
            standing = standings.earned(tx, standing, until, journals, now);
        }
        return standing;
    }
}
