package dev.plat.payments.store;

import dev.plat.payments.SubscriptionDriver;
import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.CatalogueReader;
import dev.plat.payments.entitlement.Entitlement;
import dev.plat.payments.entitlement.Entitlements;
import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.invoice.Invoices;
import dev.plat.payments.invoice.Sold;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.subscription.Follows;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.Subscriptions;
import dev.plat.payments.subscription.ToldFollows;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import io.micronaut.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;

/** Subscriptions on a real shard, whose days go by as a test wants. */
abstract class SubscriptionsOnAServer extends PaymentsOnAServer {

    private static final String CATALOGUE =
            """
            {"version": 1,
             "plans": [{"id": "free", "name": "Free", "limits": {"sites": 1}},
                       {"id": "pro", "name": "Pro", "limits": {"sites": 10}},
                       {"id": "big", "name": "Big", "limits": {"sites": 100}},
                       {"id": "max", "name": "Max", "limits": {"sites": 999}},
                       {"id": "tiny", "name": "Tiny", "limits": {"sites": 1}},
                       {"id": "small", "name": "Small", "limits": {"sites": 2}}],
             "prices": [{"id": "pro-month-eur-1", "plan": "pro", "interval": "month",
                         "price": {"amount": 1999, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"},
                        {"id": "big-month-eur-1", "plan": "big", "interval": "month",
                         "price": {"amount": 4999, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"},
                        {"id": "tiny-month-eur-1", "plan": "tiny", "interval": "month",
                         "price": {"amount": 30, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"},
                        {"id": "small-month-eur-1", "plan": "small", "interval": "month",
                         "price": {"amount": 60, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"},
                        {"id": "pro-year-eur-1", "plan": "pro", "interval": "year",
                         "price": {"amount": 19999, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"},
                        {"id": "big-year-eur-1", "plan": "big", "interval": "year",
                         "price": {"amount": 49999, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"},
                        {"id": "max-month-eur-1", "plan": "max", "interval": "month",
                         "price": {"amount": 9999, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01", "until": "2035-07-01"}],
             "taxes": [{"jurisdiction": "DE", "percent": "19", "from": "2026-01-01"}]}
            """;

    private static final JsonMapper JSON = JsonMapper.createDefault();

    final Subscriptions subscriptions;
    final Entitlements entitlements;
    final PostgresRenewals renewals;
    final PostgresParticulars particulars;
    final SubscriptionDriver driver;
    final Invoices invoices = new Invoices();

    SubscriptionsOnAServer(PostgresServers servers) {
        super(servers);
        Catalogue catalogue =
                new CatalogueReader(JSON).read(CATALOGUE.getBytes(StandardCharsets.UTF_8));
        entitlements = new Entitlements(catalogue, JSON, (_, _, _) -> {});
        Follows follows = new ToldFollows(entitlements::derive);
        subscriptions =
                new Subscriptions(router, catalogue, follows, new UnsentCharges(), ids, () -> now);
        renewals =
                new PostgresRenewals(
                        router, provider.name(), provider.least(), catalogue, follows, ids);
        particulars = new PostgresParticulars(router, provider.name());
        driver = new SubscriptionDriver(renewals, payments, attempts, provider, () -> now);
        settling = new ToldSettling(renewals.ends());
    }

    @BeforeEach
    void everyCardPays() {
        provider.declining.set(null);
        provider.silent.set(false);
        provider.contradicting.set(false);
    }

    Subscription started(String price) {
        return started(price, _ -> {});
    }

    /**
     * @param before what is done for the order before it is paid
     */
    Subscription started(String price, Consumer<Payment> before) {
        return started(price, Capture.AUTOMATIC, before);
    }

    Subscription started(String price, Capture capture, Consumer<Payment> before) {
        Payment payment = payment(capture);
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
        provider.pay(attempt, payment.amount(), capture);
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

    Subscription find(Subscription it) {
        return subscriptions.of(it.account()).getFirst();
    }

    /** Day by day, as the loop would do it. */
    void days(int days, Subscription it) {
        for (int day = 0; day < days; day++) {
            later(Duration.ofDays(1));
            for (int turn = 0; turn < 4; turn++) {
                driver.drive(it.id());
                attempts.advance(Runnable::run);
            }
        }
    }

    List<Invoice> documents(Subscription it, Invoice.Kind kind) {
        return router
                .<List<Invoice>>read(it.account(), tx -> invoices.of(tx, it.account(), 100))
                .stream()
                .filter(invoice -> invoice.kind() == kind)
                .toList();
    }

    Entitlement.State allowed(Subscription it) {
        return router.<Entitlements.Versioned>read(
                        it.account(), tx -> entitlements.current(tx, it.account()))
                .entitlement()
                .state();
    }

    Payment of(Subscription it) {
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
}
