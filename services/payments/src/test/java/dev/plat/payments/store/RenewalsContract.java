package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.coupon.Coupon;
import dev.plat.payments.coupon.Coupons;
import dev.plat.payments.coupon.Offer;
import dev.plat.payments.entitlement.Entitlement;
import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.money.Money;
import dev.plat.payments.money.Rate;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.quote.Discount;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionState;
import dev.plat.payments.subscription.Subscriptions;
import dev.plat.router.testkit.PostgresServers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Months and years go by: what is charged, earned, dunned and ended by itself. */
abstract class RenewalsContract extends SubscriptionsOnAServer {

    RenewalsContract(PostgresServers servers) {
        super(servers);
    }

    /** Three periods, of which the first was bought; what goes back is what was charged. */
    @Test
    void aCouponIsCarriedForItsPeriods() throws SQLException {
        Coupons coupons = new Coupons(router, () -> now);
        Discount half = new Discount.Percent(Rate.ofPercent("50"), Set.of("pro"));
        Coupon coupon = new Coupon("THREE", half, Coupon.Lasting.PERIODS, 3);
        coupons.add(new Offer(coupon, START, null, 9, 0, 0));
        Subscription it =
                started(
                        "pro-month-eur-1",
                        order -> coupons.hold("three", order.account(), order.order()));

        days(130, it);

        List<Invoice> invoices = documents(it, Invoice.Kind.INVOICE).reversed();
        List<Long> totals = invoices.stream().map(invoice -> invoice.total().minor()).toList();
        assertThat(totals).startsWith(1999L, 999L, 999L, 1999L, 1999L);
        assertThat(invoices.get(1).lines().getFirst().description())
                .isEqualTo("Pro, 10.00 EUR off by coupon THREE");
        assertThat(invoices.get(3).lines().getFirst().description()).isEqualTo("Pro");
        assertBooks(of(it), totals.stream().mapToLong(Long::longValue).sum(), 0, 0);
    }

    @Test
    void aMonthIsChargedOnceAndEarnedWhenItIsOver() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        assertThat(particulars.of(it).card().orElseThrow().last4()).isEqualTo("4242");
        int before = provider.charges.get();

        days(95, it);

        Subscription after = find(it);
        assertThat(after.state()).isEqualTo(SubscriptionState.ACTIVE);
        assertThat(after.period()).isEqualTo(3);
        assertThat(provider.charges.get() - before).isEqualTo(3);
        List<Invoice> made = documents(it, Invoice.Kind.INVOICE);
        assertThat(made).hasSize(4);
        assertThat(made).extracting(Invoice::state).containsOnly(Invoice.State.PAID);
        assertThat(made).extracting(invoice -> invoice.total().minor()).containsOnly(1999L);
        assertThat(made).extracting(invoice -> invoice.tax().minor()).containsOnly(319L);
        assertThat(balance(of(it), AccountKind.REVENUE, "pro")).isEqualTo(-3 * 1680);
        assertThat(balance(of(it), AccountKind.DEFERRED, "pro")).isEqualTo(-1680);
        assertThat(balance(of(it), AccountKind.TAX, "DE")).isEqualTo(-4 * 319);
        assertBooks(of(it), 4 * 1999, 0, 0);
    }

    @Test
    void aYearIsEarnedMonthByMonth() throws SQLException {
        Subscription it = started("pro-year-eur-1");

        days(181, it);

        assertThat(find(it).period()).isZero();
        long earned = -balance(of(it), AccountKind.REVENUE, "pro");
        assertThat(earned).isBetween(1680L * 145 / 366, 1680L * 182 / 365);
        days(190, it);
        assertThat(find(it).period()).isEqualTo(1);
        assertThat(balance(of(it), AccountKind.REVENUE, "pro")).isEqualTo(-1680);
        assertBooks(of(it), 1999 + 19_999, 0, 0);
    }

    @Test
    void whoDoesNotPayIsHeldAfterThreeWeeksAndEndsAfterNinetyDays() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        provider.declining.set(DeclineClass.SOFT);
        int before = provider.charges.get();

        days(35, it);
        assertThat(find(it).state()).isEqualTo(SubscriptionState.PAST_DUE);
        assertThat(allowed(it)).isEqualTo(Entitlement.State.PAST_DUE);
        days(20, it);
        assertThat(find(it).state()).isEqualTo(SubscriptionState.SUSPENDED);
        assertThat(allowed(it)).isEqualTo(Entitlement.State.READ_ONLY);
        assertThat(provider.charges.get() - before).isEqualTo(7);
        days(80, it);

        assertThat(find(it).state()).isEqualTo(SubscriptionState.CANCELLED);
        assertThat(allowed(it)).isEqualTo(Entitlement.State.ACTIVE);
        assertThat(provider.charges.get() - before).isEqualTo(7);
        assertThat(documents(it, Invoice.Kind.CREDIT_NOTE)).hasSize(1);
        assertThat(documents(it, Invoice.Kind.INVOICE))
                .extracting(Invoice::state)
                .containsExactly(Invoice.State.VOID, Invoice.State.PAID);
        assertThat(balance(of(it), AccountKind.DEFERRED, "pro")).isZero();
        assertBooks(of(it), 1999, 0, 0);
    }

    @Test
    void aHardDeclineIsNotTriedAgain() {
        Subscription it = started("pro-month-eur-1");
        provider.declining.set(DeclineClass.HARD);
        int before = provider.charges.get();

        days(60, it);

        assertThat(provider.charges.get() - before).isEqualTo(1);
        assertThat(find(it).state()).isEqualTo(SubscriptionState.SUSPENDED);
    }

    @Test
    void whoPaysAtLastIsServedAtOnceAgain() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        provider.declining.set(DeclineClass.SOFT);
        days(38, it);
        assertThat(find(it).state()).isEqualTo(SubscriptionState.PAST_DUE);
        provider.declining.set(null);

        days(8, it);

        assertThat(find(it).state()).isEqualTo(SubscriptionState.ACTIVE);
        assertThat(allowed(it)).isEqualTo(Entitlement.State.ACTIVE);
        assertThat(documents(it, Invoice.Kind.INVOICE))
                .extracting(Invoice::state)
                .containsOnly(Invoice.State.PAID);
        assertBooks(of(it), 2 * 1999, 0, 0);
    }

    @Test
    void whatIsCancelledEndsWithItsPeriodAndIsNotCharged() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        subscriptions.cancel(it.account(), it.id());
        int before = provider.charges.get();

        days(20, it);
        assertThat(find(it).state()).isEqualTo(SubscriptionState.ACTIVE);
        days(20, it);

        assertThat(find(it).state()).isEqualTo(SubscriptionState.CANCELLED);
        assertThat(provider.charges.get()).isEqualTo(before);
        assertThat(balance(of(it), AccountKind.REVENUE, "pro")).isEqualTo(-1680);
        assertBooks(of(it), 1999, 0, 0);
    }

    /** Of what is owed nothing is charged any more, and all of it is taken back. */
    @Test
    void whoEndsWhatTheyOweIsNotChargedAgain() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        provider.declining.set(DeclineClass.SOFT);
        days(33, it);
        assertThat(find(it).state()).isEqualTo(SubscriptionState.PAST_DUE);
        int before = provider.charges.get();

        Subscription ending = subscriptions.cancel(it.account(), it.id());
        assertThat(ending.due()).isEqualTo(now);
        provider.declining.set(null);
        days(30, it);

        assertThat(find(it).state()).isEqualTo(SubscriptionState.CANCELLED);
        assertThat(allowed(it)).isEqualTo(Entitlement.State.ACTIVE);
        assertThat(provider.charges.get()).isEqualTo(before);
        assertThat(documents(it, Invoice.Kind.CREDIT_NOTE)).hasSize(1);
        assertThat(documents(it, Invoice.Kind.INVOICE))
                .extracting(Invoice::state)
                .containsExactly(Invoice.State.VOID, Invoice.State.PAID);
        assertThat(balance(of(it), AccountKind.DEFERRED, "pro")).isZero();
        assertBooks(of(it), 1999, 0, 0);
    }

    /** The bank was asked before the end, and is heard after it. */
    @Test
    void whatWasOnItsWayWhenItsPlanEndedGoesBack() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        provider.declining.set(DeclineClass.SOFT);
        days(33, it);
        int before = provider.charges.get();
        provider.declining.set(null);
        provider.silent.set(true);
        later(Duration.ofDays(2));
        driver.drive(it.id());
        theBankIsAsked();
        assertThat(provider.charges.get()).isGreaterThan(before);

        subscriptions.cancel(it.account(), it.id());
        driver.drive(it.id());
        assertThat(find(it).state()).isEqualTo(SubscriptionState.CANCELLED);
        provider.silent.set(false);
        days(2, it);
        refunds.advance(Runnable::run);

        assertThat(provider.refunds).hasSizeGreaterThan(0);
        assertThat(find(it).state()).isEqualTo(SubscriptionState.CANCELLED);
        assertBooks(of(it), 1999, 0, 0);
    }

    private void theBankIsAsked() {
        for (int step = 0; step < 3; step++) {
            attempts.advance(Runnable::run);
        }
    }

    /** It was active when its owner ended it, and its charge was under way. */
    @Test
    void whatIsDeclinedAfterItWasEndedIsNotTriedAgain() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        provider.declining.set(DeclineClass.SOFT);
        while (!particulars.of(find(it)).owed().isPresent()) {
            later(Duration.ofDays(1));
            driver.drive(it.id());
        }
        assertThat(find(it).state()).isEqualTo(SubscriptionState.ACTIVE);
        subscriptions.cancel(it.account(), it.id());
        int before = provider.charges.get();

        theBankIsAsked();
        days(8, it);

        assertThat(provider.charges.get()).isEqualTo(before + 1);
        assertThat(find(it).state()).isEqualTo(SubscriptionState.CANCELLED);
        assertBooks(of(it), 1999, 0, 0);
    }

    /** What cost nothing has no payment, and is taxed later where its order was. */
    @Test
    void whatFollowsAPurchaseOfNothingIsTaxed() throws SQLException {
        Payment order = payment(Capture.AUTOMATIC);
        later(Duration.ofDays(2));
        Subscription it =
                subscriptions.start(
                        new Subscriptions.Order(
                                order.order(),
                                1,
                                order.account(),
                                "pro-month-eur-1",
                                Money.of(0, "EUR"),
                                order.id(),
                                "DE",
                                "19"));

        days(33, it);

        Invoice renewal = documents(it, Invoice.Kind.INVOICE).getFirst();
        assertThat(renewal.tax().minor()).isEqualTo(319);
        assertThat(balance(of(it), AccountKind.TAX, "DE")).isEqualTo(-319);
    }

    /** Ten loops at the same subscription bill a period once. */
    @Test
    void manyLoopsBillAPeriodOnce() throws Exception {
        Subscription it = started("pro-month-eur-1");
        later(Duration.ofDays(40));

        for (var turn :
                PaymentsIT.together(
                        10,
                        () -> {
                            driver.drive(it.id());
                            return true;
                        })) {
            turn.get();
        }
        attempts.advance(Runnable::run);

        assertThat(documents(it, Invoice.Kind.INVOICE)).hasSize(2);
        assertThat(find(it).period()).isEqualTo(1);
    }
}
