package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.SubscriptionDriver;
import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.CatalogueReader;
import dev.plat.payments.coupon.Coupon;
import dev.plat.payments.coupon.Coupons;
import dev.plat.payments.coupon.Offer;
import dev.plat.payments.entitlement.Entitlement;
import dev.plat.payments.entitlement.Entitlements;
import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.invoice.Invoices;
import dev.plat.payments.invoice.Sold;
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
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import io.micronaut.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Months and years go by: what is charged, earned, dunned and ended by itself. */
abstract class RenewalsContract extends PaymentsOnAServer {

    private static final String CATALOGUE =
            """
            {"version": 1,
             "plans": [{"id": "free", "name": "Free", "limits": {"sites": 1}},
                       {"id": "pro", "name": "Pro", "limits": {"sites": 10}},
                       {"id": "big", "name": "Big", "limits": {"sites": 100}}],
             "prices": [{"id": "pro-month-eur-1", "plan": "pro", "interval": "month",
                         "price": {"amount": 1999, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"},
                        {"id": "big-month-eur-1", "plan": "big", "interval": "month",
                         "price": {"amount": 4999, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"},
                        {"id": "pro-year-eur-1", "plan": "pro", "interval": "year",
                         "price": {"amount": 19999, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"}],
             "taxes": [{"jurisdiction": "DE", "percent": "19", "from": "2026-01-01"}]}
            """;

    private static final JsonMapper JSON = JsonMapper.createDefault();

    private final Subscriptions subscriptions;
    private final Entitlements entitlements;
    private final PostgresRenewals renewals;
    private final SubscriptionDriver driver;
    private final Invoices invoices = new Invoices();

    RenewalsContract(PostgresServers servers) {
        super(servers);
        Catalogue catalogue =
                new CatalogueReader(JSON).read(CATALOGUE.getBytes(StandardCharsets.UTF_8));
        entitlements = new Entitlements(catalogue, JSON, (_, _, _) -> {});
        subscriptions = new Subscriptions(router, catalogue, entitlements::derive, ids, () -> now);
        renewals =
                new PostgresRenewals(router, provider.name(), catalogue, entitlements::derive, ids);
        driver = new SubscriptionDriver(renewals, payments, attempts, provider, () -> now);
        settling = renewals;
    }

    @BeforeEach
    void everyCardPays() {
        provider.declining.set(null);
    }

    private Subscription started(String price) {
        return started(price, _ -> {});
    }

    /**
     * @param before what is done for the order before it is paid
     */
    private Subscription started(String price, Consumer<Payment> before) {
        Payment payment = payment(Capture.AUTOMATIC);
        before.accept(payment);
        Sold line =
                new Sold(
                        1,
                        Sold.Kind.PLAN,
                        price.substring(0, price.indexOf('-')),
                        price,
                        "Pro",
                        null,
                        1,
                        Money.of(1680, "EUR"),
                        Money.of(319, "EUR"),
                        "DE",
                        "19");
        Id attempt = payments.open(payment, List.of(line)).newest().id();
        provider.pay(attempt, payment.amount(), Capture.AUTOMATIC);
        later(Duration.ofDays(2));
        attempts.drive(attempt);
        Subscription started =
                subscriptions.start(
                        new Subscriptions.Order(
                                payment.order(),
                                1,
                                payment.account(),
                                price,
                                payment.amount(),
                                payment.id()));
        driver.drive(started.id());
        return find(started);
    }

    private Subscription find(Subscription it) {
        return subscriptions.of(it.account()).getFirst();
    }

    /** Day by day, as the loop would do it. */
    private void days(int days, Subscription it) {
        for (int day = 0; day < days; day++) {
            later(Duration.ofDays(1));
            for (int turn = 0; turn < 4; turn++) {
                driver.drive(it.id());
                attempts.advance(Runnable::run);
            }
        }
    }

    private List<Invoice> documents(Subscription it, Invoice.Kind kind) {
        return router
                .<List<Invoice>>read(it.account(), tx -> invoices.of(tx, it.account(), 100))
                .stream()
                .filter(invoice -> invoice.kind() == kind)
                .toList();
    }

    private Entitlement.State allowed(Subscription it) {
        return router.<Entitlements.Versioned>read(
                        it.account(), tx -> entitlements.current(tx, it.account()))
                .entitlement()
                .state();
    }

    private Payment of(Subscription it) {
        return new Payment(
                ids.next(IdKind.PAYMENT, it.account()),
                it.account(),
                ids.next(IdKind.ORDER, it.account()),
                Money.of(1, "EUR"),
                Capture.AUTOMATIC,
                "https://a.test",
                "https://a.test",
                0,
                0);
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
        assertThat(renewals.card(it.account()).orElseThrow().last4()).isEqualTo("4242");
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

    @Test
    void aDearerPlanCountsTodayAndIsChargedByTheDay() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        days(10, it);
        PostgresChanges.Change shown =
                renewals.changes().preview(it.account(), it.id(), "big-month-eur-1", now);
        assertThat(shown.due()).isEqualTo(shown.charge().minus(shown.credit()));

        PostgresChanges.Change made = driver.change(it.account(), it.id(), "big-month-eur-1");

        assertThat(made.made()).isTrue();
        assertThat(made.due()).isEqualTo(shown.due());
        assertThat(find(it).plan()).isEqualTo("big");
        assertThat(documents(it, Invoice.Kind.INVOICE)).hasSize(2);
        assertThat(documents(it, Invoice.Kind.CREDIT_NOTE).getFirst().total())
                .isEqualTo(made.credit());
        assertBooks(of(it), 1999 + made.due().minor(), 0, 0);
        days(30, it);
        assertThat(documents(it, Invoice.Kind.INVOICE).getFirst().total().minor()).isEqualTo(4999);
        assertBooks(of(it), 1999 + made.due().minor() + 4999, 0, 0);
    }

    @Test
    void aCheaperPlanWaitsForTheNextPeriod() throws SQLException {
        Subscription it = started("big-month-eur-1");
        days(10, it);

        PostgresChanges.Change made = driver.change(it.account(), it.id(), "pro-month-eur-1");

        assertThat(made.due().isZero()).isTrue();
        assertThat(made.from()).isEqualTo(it.current().until());
        assertThat(find(it).plan()).isEqualTo("big");
        days(25, it);
        assertThat(find(it).plan()).isEqualTo("pro");
        assertThat(documents(it, Invoice.Kind.INVOICE).getFirst().total().minor()).isEqualTo(1999);
    }

    /** What is left of a year is credit, and months are paid by it. */
    @Test
    void anotherIntervalBeginsAPeriodAndLeavesCredit() throws SQLException {
        Subscription it = started("pro-year-eur-1");
        days(10, it);
        int before = provider.charges.get();

        PostgresChanges.Change made = driver.change(it.account(), it.id(), "pro-month-eur-1");

        assertThat(made.made()).isTrue();
        assertThat(made.due().minor() == 0 || made.credit().compareTo(made.charge()) < 0).isTrue();
        assertThat(find(it).period()).isZero();
        assertThat(find(it).anchor()).isEqualTo(it.day(now));
        long credit = -balance(of(it), AccountKind.CREDIT, it.account().toString());
        assertThat(credit).isEqualTo(Math.max(0, made.credit().minor() - made.charge().minor()));
        assertThat(balance(of(it), AccountKind.RECEIVABLE, it.account().toString())).isZero();
        assertThat(provider.charges.get() - before).isEqualTo(made.due().isZero() ? 0 : 1);
    }

    @Test
    void aDeclinedChangeChangesNothing() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        days(10, it);
        provider.declining.set(DeclineClass.HARD);

        assertThatThrownBy(() -> driver.change(it.account(), it.id(), "big-month-eur-1"))
                .hasMessageContaining("card-declined");

        assertThat(find(it).plan()).isEqualTo("pro");
        assertThat(find(it).state()).isEqualTo(SubscriptionState.ACTIVE);
        assertThat(documents(it, Invoice.Kind.CREDIT_NOTE)).isEmpty();
        assertBooks(of(it), 1999, 0, 0);
        provider.declining.set(null);
        assertThat(driver.change(it.account(), it.id(), "big-month-eur-1").made()).isTrue();
        assertThatThrownBy(() -> driver.change(it.account(), it.id(), "big-month-eur-1"))
                .hasMessageContaining("field-invalid");
        assertThatThrownBy(() -> driver.change(it.account(), it.id(), "no-such-price"))
                .hasMessageContaining("price-gone");
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
