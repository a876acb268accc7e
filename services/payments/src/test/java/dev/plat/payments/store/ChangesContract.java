package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.refund.Refund;
import dev.plat.payments.subscription.Coverage;
import dev.plat.payments.subscription.CoverageSql;
import dev.plat.payments.subscription.Standing;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionSql;
import dev.plat.payments.subscription.SubscriptionState;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What else happens to a subscription while its price changes, and on which days it may. */
abstract class ChangesContract extends SubscriptionsOnAServer {

    private final CoverageSql coverage = new CoverageSql();

    ChangesContract(PostgresServers servers) {
        super(servers);
    }

    private List<Coverage> coverage(Subscription it) {
        return router.read(it.account(), tx -> coverage.of(tx, it.id()));
    }

    private Id firstPayment(Subscription it) {
        return Objects.requireNonNull(documents(it, Invoice.Kind.INVOICE).getLast().payment());
    }

    private PostgresChanges.Change change(Subscription it, String price) {
        return driver.change(it.account(), it.id(), price, Optional.empty());
    }

    /** The share of what is left is rounded anew, and one cent more is earned by the same mark. */
    @Test
    void whatIsEarnedMoreByTheSameMarkDoesNotHoldTheSubscriptionUp() throws SQLException {
        Subscription it = started("pro-year-eur-1");
        while (!rounding(it)) {
            days(1, it);
        }

        assertThat(change(it, "big-year-eur-1").made()).isTrue();
        days(2, it);

        assertThat(find(it).plan()).isEqualTo("big");
        assertThat(coverage(it))
                .allSatisfy(row -> assertThat(row.earned(mark(it)).isZero()).isTrue());
        long paid =
                documents(it, Invoice.Kind.INVOICE).stream()
                                .mapToLong(invoice -> invoice.total().minor())
                                .sum()
                        - documents(it, Invoice.Kind.CREDIT_NOTE).getFirst().total().minor();
        assertBooks(of(it), paid, 0, 0);
    }

    private LocalDate mark(Subscription it) {
        LocalDate mark = it.anchor();
        for (int month = 1; !it.anchor().plusMonths(month).isAfter(it.day(now)); month++) {
            mark = it.anchor().plusMonths(month);
        }
        return mark;
    }

    private boolean rounding(Subscription it) {
        Coverage kept = coverage(it).getFirst().cut(it.day(now)).kept();
        return !kept.recognised().isZero() && !kept.earned(mark(it)).isZero();
    }

    /** Upgraded with the bank silent; returns the subscription as it is before the bank speaks. */
    private Subscription upgrading() {
        Subscription it = started("pro-month-eur-1");
        days(10, it);
        return upgrading(it);
    }

    private Subscription upgrading(Subscription it) {
        provider.silent.set(true);
        assertThatThrownBy(() -> change(it, "big-month-eur-1"))
                .hasMessageContaining("payment-in-progress");
        assertThat(find(it).plan()).isEqualTo("pro");
        return it;
    }

    private void theBankSpeaks(Subscription it) {
        provider.silent.set(false);
        days(1, it);
        assertThat(particulars.of(find(it)).changing()).isFalse();
    }

    @Test
    void whatIsEndedWhileItsChangeIsPaidStaysEnded() throws SQLException {
        Subscription it = upgrading();
        subscriptions.cancel(it.account(), it.id());

        theBankSpeaks(it);

        assertThat(find(it).plan()).isEqualTo("big");
        assertThat(find(it).ending()).isTrue();
        days(35, it);
        assertThat(find(it).state()).isEqualTo(SubscriptionState.CANCELLED);
        assertThat(documents(it, Invoice.Kind.INVOICE)).hasSize(2);
    }

    /** Who changes what they have ended keeps it, and only when the change is made. */
    @Test
    void whoChangesWhatWasToEndKeepsIt() {
        Subscription it = started("pro-month-eur-1");
        days(10, it);
        subscriptions.cancel(it.account(), it.id());
        upgrading(it);
        assertThat(find(it).ending()).isTrue();

        theBankSpeaks(it);

        assertThat(find(it).plan()).isEqualTo("big");
        assertThat(find(it).ending()).isFalse();
    }

    /** Held money is taken up to two days later, and the invoice is made then. */
    @Test
    void aPlanIsNotChangedBeforeItsFirstInvoice() throws SQLException {
        Subscription it = started("pro-month-eur-1", Capture.MANUAL, _ -> {});
        Id payment =
                router.<Id>read(
                        it.account(),
                        tx ->
                                new Id(
                                        IdKind.PAYMENT,
                                        coverage.invoice(tx, it.id(), 1).orElseThrow().uuid()));
        int before = provider.charges.get();

        assertThatThrownBy(() ->
                        renewals.changes().preview(it.account(), it.id(), "big-month-eur-1", now))
                .hasMessageContaining("order-state");
        assertThatThrownBy(() -> change(it, "big-month-eur-1")).hasMessageContaining("order-state");

        assertThat(provider.charges.get()).isEqualTo(before);
        payments.capture(payment, 1999, List.of());
        driver.drive(it.id());
        PostgresChanges.Change made = change(it, "big-month-eur-1");
        assertThat(made.made()).isTrue();
        assertBooks(of(it), 1999 + made.due().minor(), 0, 0);
    }

    @Test
    void nothingGoesBackOfWhatAChangeReckonsWith() throws SQLException {
        Subscription it = upgrading();
        Id first = firstPayment(it);

        assertThatThrownBy(() -> refunds.request(ids.next(IdKind.REFUND, first), first, 1000))
                .hasMessageContaining("payment-in-progress");

        theBankSpeaks(it);
        assertThat(find(it).plan()).isEqualTo("big");
        long invoiced = documents(it, Invoice.Kind.INVOICE).getFirst().total().minor();
        long credited = documents(it, Invoice.Kind.CREDIT_NOTE).getFirst().total().minor();
        assertBooks(of(it), 1999 + invoiced - credited, 0, 0);
        refunds.request(ids.next(IdKind.REFUND, first), first, 100);
        assertBooks(of(it), 1999 + invoiced - credited - 100, 0, 0);
    }

    /** As by hand in the tables; what was captured is recorded, and is nobody's for ever. */
    @Test
    void whatComesToSomethingElseThanWasTakenGoesBack() throws SQLException {
        Subscription it = upgrading();
        Id change =
                router.<Id>read(
                        it.account(),
                        tx -> new ChangeSql().ofSubscription(tx, it.id()).orElseThrow().payment());
        try (Connection owner = tier.owner();
                Statement statement = owner.createStatement()) {
            statement.execute(
                    "UPDATE coverage SET net = net - 1000 WHERE subscription_id = '%s'"
                            .formatted(it.id().uuid()));
        }

        theBankSpeaks(it);
        refunds.advance(Runnable::run);

        assertThat(payments.find(change).newest().state()).isEqualTo(AttemptState.CAPTURED);
        assertThat(find(it).plan()).isEqualTo("pro");
        assertThat(documents(it, Invoice.Kind.INVOICE)).hasSize(1);
        assertBooks(of(it), 1999, 0, 0);
    }

    /** Whoever earns has read the days under the lock, and writes them as a whole. */
    @Test
    void aRefundWaitsForWhoeverEarns() throws Exception {
        Subscription it = started("pro-month-eur-1");
        Id payment = firstPayment(it);
        Id id = ids.next(IdKind.REFUND, payment);
        LocalDate until = it.current().until();
        Standings standings = new Standings(entitlements::derive);

        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Refund> refund =
                    router.<Future<Refund>>write(
                            it.id(),
                            tx -> {
                                Subscription locked =
                                        new SubscriptionSql().find(tx, it.id(), true).orElseThrow();
                                Standing read = standings.of(tx, locked);
                                Future<Refund> begun =
                                        other.submit(() -> refunds.request(id, payment, 1000));
                                Waits.until(
                                        "the refund waits, or is through",
                                        () -> begun.isDone() || waiting());
                                List<Journal> journals = new ArrayList<>();
                                standings.earned(tx, read, until, journals, now);
                                ledger.post(tx, journals);
                                return begun;
                            });
            assertThat(refund.get().amount().minor()).isEqualTo(1000);
        }

        Coverage row = coverage(it).getFirst();
        assertThat(row.recognised()).isEqualTo(row.charge().net());
        assertThat(balance(of(it), AccountKind.DEFERRED, "pro")).isZero();
        assertThat(
                        balance(of(it), AccountKind.REVENUE, "pro")
                                + balance(of(it), AccountKind.TAX, "DE"))
                .isEqualTo(-999);
        assertBooks(of(it), 999, 0, 0);
    }

    /** One clock says what is sold: the one by which the page of plans shows it. */
    @Test
    void aPriceIsSoldUntilItsLastDayIsOverForAll() {
        now = Instant.parse("2035-06-20T00:00:00Z");
        Subscription it = started("pro-month-eur-1");

        now = Instant.parse("2035-06-30T22:30:00Z");
        assertThat(it.day(now)).isEqualTo(LocalDate.parse("2035-07-01"));
        assertThat(
                        renewals.changes()
                                .preview(it.account(), it.id(), "max-month-eur-1", now)
                                .due()
                                .isZero())
                .isFalse();

        provider.silent.set(true);
        assertThatThrownBy(() -> change(it, "max-month-eur-1"))
                .hasMessageContaining("payment-in-progress");
        later(Duration.ofHours(3));
        theBankSpeaks(it);
        assertThat(find(it).plan()).isEqualTo("max");
        Subscription late = started("pro-month-eur-1");
        assertThatThrownBy(() -> change(late, "max-month-eur-1"))
                .hasMessageContaining("price-gone");
    }
}
