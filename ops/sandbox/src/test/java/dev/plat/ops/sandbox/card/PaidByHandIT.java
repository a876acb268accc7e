package dev.plat.ops.sandbox.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.SubscriptionDriver;
import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.CatalogueReader;
import dev.plat.payments.entitlement.Entitlements;
import dev.plat.payments.invoice.Sold;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.store.PostgresParticulars;
import dev.plat.payments.store.PostgresRenewals;
import dev.plat.payments.store.UnsentCharges;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionState;
import dev.plat.payments.subscription.Subscriptions;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Id;
import io.micronaut.json.JsonMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A renewal that the card did not pay is paid on the provider's page, once, and the card that is
 * left there pays the next.
 */
@Servers(postgres = 2, tier = "by-hand")
class PaidByHandIT {

    private static final String GOOD = "4242 4242 4242 4242";

    /** Its bank wants to hear the owner each time, so it pays nothing without them. */
    private static final String ASKS = "4000 0027 6000 3184";

    private static final long PRICE = 1_900;
    private static final String CATALOGUE =
            """
            {"version": 1,
             "plans": [{"id": "free", "name": "Free", "limits": {"sites": 1}},
                       {"id": "pro", "name": "Pro", "limits": {"sites": 10}}],
             "prices": [{"id": "pro-month-eur-1", "plan": "pro", "interval": "month",
                         "price": {"amount": 1900, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"}],
             "taxes": []}
            """;

    @TempDir private static Path folder;
    private static CardProcess card;
    private static PlatPayments plat;
    private static Buyer buyer;
    private static Subscriptions subscriptions;
    private static SubscriptionDriver driver;
    private static PostgresParticulars particulars;

    @BeforeAll
    static void start(PostgresServers postgres) throws Exception {
        card = new CardProcess(folder.resolve("card"), postgres.all().get(1));
        plat = PlatPayments.open(postgres.first(), card, PlatPayments.anyhow());
        buyer = card.buyer();
        JsonMapper json = JsonMapper.createDefault();
        Catalogue catalogue =
                new CatalogueReader(json).read(CATALOGUE.getBytes(StandardCharsets.UTF_8));
        Entitlements entitlements = new Entitlements(catalogue, json, (_, _, _) -> {});
        subscriptions =
                new Subscriptions(
                        plat.router,
                        catalogue,
                        entitlements::derive,
                        new UnsentCharges(),
                        plat.ids,
                        plat.clock);
        String provider = plat.provider.name();
        PostgresRenewals renewals =
                new PostgresRenewals(
                        plat.router,
                        provider,
                        plat.provider.least(),
                        catalogue,
                        entitlements::derive,
                        plat.ids);
        plat.settling = renewals.ends();
        particulars = new PostgresParticulars(plat.router, provider);
        driver =
                new SubscriptionDriver(
                        renewals, plat.payments, plat.attempts, plat.provider, plat.clock);
    }

    @AfterAll
    static void stop() {
        plat.close();
        card.close();
    }

    private static Subscription started() throws Exception {
        Payment payment = plat.wish(PRICE, Capture.AUTOMATIC);
        Money price = payment.amount();
        Sold line =
                new Sold(
                        1,
                        Sold.Kind.PLAN,
                        "pro",
                        "pro-month-eur-1",
                        "Pro, one month",
                        null,
                        1,
                        price,
                        Money.zero(price.currency()),
                        "",
                        "");
        plat.payments.open(payment, List.of(line));
        HttpResponse<String> asked = buyer.pay(page(payment.id()), ASKS);
        buyer.answer(asked, true);
        plat.await(payment, AttemptState.CAPTURED);
        Subscription started =
                subscriptions.start(
                        new Subscriptions.Order(
                                payment.order(),
                                1,
                                payment.account(),
                                "pro-month-eur-1",
                                price,
                                payment.id()));
        driver.drive(started.id());
        return started;
    }

    private static String page(Id payment) {
        return Objects.requireNonNull(plat.payments.find(payment).newest().page());
    }

    private static Subscription find(Subscription it) {
        return subscriptions.of(it.account()).getFirst();
    }

    /** What is due of both is done until it stands so. */
    private static void becomes(Subscription it, SubscriptionState state, int period) {
        Waits.until(
                it.id() + " is " + state + " in its period " + period,
                () -> {
                    driver.drive(it.id());
                    plat.work();
                    Subscription now = find(it);
                    return now.state() == state
                            && now.period() == period
                            && particulars.of(now).owed().isPresent()
                                    == (state == SubscriptionState.PAST_DUE);
                });
    }

    @Test
    void whatTheCardDidNotPayIsPaidOnThePageAndItsCardPaysTheNext() throws Exception {
        Subscription it = started();
        assertThat(particulars.of(it).card().orElseThrow().last4()).isEqualTo("3184");
        plat.turn(card, Duration.ofDays(32));
        becomes(it, SubscriptionState.PAST_DUE, 1);
        PostgresParticulars.Owed owed = particulars.of(it).owed().orElseThrow();
        assertThat(owed.due().minor()).isEqualTo(PRICE);
        Payment payment =
                particulars
                        .payable(it.account(), owed.invoice())
                        .backTo(
                                "https://plat-checkout.localhost/billing?back=true",
                                "https://plat-checkout.localhost/billing");

        Attempt open = plat.payments.page(payment).newest();
        assertThat(plat.payments.page(payment).newest().id()).isEqualTo(open.id());
        assertThat(buyer.open(page(payment.id())).body())
                .contains("https://plat-checkout.localhost/billing");
        buyer.pay(page(payment.id()), GOOD);

        becomes(it, SubscriptionState.ACTIVE, 1);
        String intent =
                Objects.requireNonNull(plat.payments.find(payment.id()).newest().refs().intent());
        assertThat(card.journal(intent)).containsExactly("captured " + PRICE);
        driver.drive(it.id()); // looks for the card that was left
        assertThat(particulars.of(it).card().orElseThrow().last4()).isEqualTo("4242");
        plat.turn(card, Duration.ofDays(31));
        becomes(it, SubscriptionState.ACTIVE, 2);
        assertThat(plat.booked(payment)).isEqualTo(3 * PRICE);
    }
}
