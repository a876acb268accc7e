package dev.plat.ops.sandbox.card;

import static dev.plat.ops.sandbox.card.Purchases.AMOUNT;
import static dev.plat.ops.sandbox.card.Purchases.anyKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Customer;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.WebhookEndpoint;
import com.stripe.model.checkout.Session;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData.CaptureMethod;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a buyer meets, and what the shop sees of it through stripe-java. */
@Servers(postgres = 1, tier = "card")
class CardPageIT {

    @TempDir private static Path folder;
    private static CardProcess card;
    private static Purchases shop;
    private static Buyer buyer;

    @BeforeAll
    static void start(PostgresServers postgres) throws IOException {
        card = new CardProcess(folder.resolve("card"), postgres.first());
        shop = new Purchases(card.stripe());
        buyer = card.buyer();
    }

    @AfterAll
    static void stop() {
        card.close();
    }

    @Test
    void aBuyerPaysAndTheShopHearsAndGivesBack() throws Exception {
        try (Shop endpoint = new Shop()) {
            WebhookEndpoint hook =
                    shop.stripe()
                            .v1()
                            .webhookEndpoints()
                            .create(
                                    WebhookEndpointCreateParams.builder()
                                            .setUrl(endpoint.url())
                                            .addEnabledEvent(
                                                    WebhookEndpointCreateParams.EnabledEvent.ALL)
                                            .build(),
                                    anyKey());
            Customer customer = shop.customer();
            Session session = shop.session(customer, CaptureMethod.AUTOMATIC, "at1");
            assertThat(session.getPaymentIntent()).isNull();
            assertThat(session.getAmountTotal()).isEqualTo(AMOUNT);

            HttpResponse<String> page = buyer.pay(session.getUrl(), "4242 4242 4242 4242");

            // Chromium stops a redirect to another origin after a form, so there is none.
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body())
                    .contains(
                            "content=\"0;url=https://plat-checkout.localhost/back?s="
                                    + session.getId()
                                    + "&amp;k=1\"")
                    .doesNotContain("<script");
            PaymentIntent intent = shop.intentOf(session);
            assertThat(intent.getStatus()).isEqualTo("succeeded");
            assertThat(intent.getAmountReceived()).isEqualTo(AMOUNT);
            assertThat(intent.getMetadata()).containsEntry("attempt", "at1");
            assertThat(shop.session(session.getId()).getPaymentStatus()).isEqualTo("paid");
            Event event =
                    endpoint.await(1, intent.getId(), "payment_intent.succeeded")
                            .getFirst()
                            .verified(hook.getSecret());
            PaymentIntent told =
                    (PaymentIntent) event.getDataObjectDeserializer().getObject().orElseThrow();
            assertThat(told.getId()).isEqualTo(intent.getId());

            Refund refund =
                    shop.stripe()
                            .v1()
                            .refunds()
                            .create(
                                    RefundCreateParams.builder()
                                            .setPaymentIntent(intent.getId())
                                            .setAmount(500L)
                                            .build(),
                                    anyKey());

            assertThat(refund.getStatus()).isEqualTo("succeeded");
            endpoint.await(1, refund.getId(), "refund.created");
            assertThat(card.journal(intent.getId()))
                    .containsExactly("captured 1999", "refunded 500");
            shop.stripe().v1().webhookEndpoints().delete(hook.getId());
        }
    }

    @Test
    void thePageHasNoScriptAndSaysSo() throws Exception {
        Session session = shop.session(shop.customer(), CaptureMethod.AUTOMATIC, "at2");

        HttpResponse<String> page = buyer.open(session.getUrl());

        assertThat(page.body()).contains("Sandbox").contains("Pay 19.99 EUR");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'")
                .doesNotContain("script-src")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("cache-control")).contains("no-store");
    }

    @ParameterizedTest
    @CsvSource({
        "4000000000000002, generic_decline",
        "4000000000009995, insufficient_funds",
        "4000000000009987, lost_card",
        "4000000000000069, expired_card",
        "4000000000000341, generic_decline"
    })
    void aDeclineIsSaidAndTheFormIsThereAgain(String number, String reason) throws Exception {
        Session session = shop.session(shop.customer(), CaptureMethod.AUTOMATIC, "at3");

        HttpResponse<String> page = buyer.pay(session.getUrl(), number);

        assertThat(page.body()).contains("role=\"alert\"").contains("name=\"number\"");
        PaymentIntent intent = shop.intentOf(session);
        assertThat(intent.getStatus()).isEqualTo("requires_payment_method");
        assertThat(intent.getLastPaymentError().getDeclineCode()).isEqualTo(reason);
        assertThat(shop.session(session.getId()).getStatus()).isEqualTo("open");
        assertThat(card.journal(intent.getId())).isEmpty();

        buyer.pay(session.getUrl(), "5555555555554444");

        assertThat(shop.intentOf(session).getStatus()).isEqualTo("succeeded");
        assertThat(card.journal(intent.getId())).containsExactly("captured 1999");
    }

    @Test
    void anyOtherNumberIsRefusedAndNeverKept(PostgresServers postgres) throws Exception {
        String real = "4539148803436467";
        Session session = shop.session(shop.customer(), CaptureMethod.AUTOMATIC, "at4");

        HttpResponse<String> page = buyer.pay(session.getUrl(), real);
        StripeException asToken =
                catchThrowableOfType(
                        InvalidRequestException.class,
                        () ->
                                shop.stripe()
                                        .v1()
                                        .customers()
                                        .create(
                                                CustomerCreateParams.builder()
                                                        .putMetadata("note", real)
                                                        .build(),
                                                anyKey()));
        StripeException asId =
                catchThrowableOfType(
                        InvalidRequestException.class, () -> shop.intent("pi_" + real));

        assertThat(page.body()).contains("Use a test number").doesNotContain(real);
        assertThat(asToken.getMessage()).contains("use a test number").doesNotContain(real);
        assertThat(asId.getMessage()).doesNotContain(real);
        assertThat(Files.readString(card.log())).doesNotContain(real);
        assertThat(everythingKept(postgres)).doesNotContain(real).contains("ada@plat.test");
    }

    private static String everythingKept(PostgresServers postgres) throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection connection = postgres.first().connectAsSuperuser();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                SELECT o::text FROM card.object o UNION ALL
                                SELECT a::text FROM card.answered a UNION ALL
                                SELECT m::text FROM card.movement m
                                """)) {
            while (rows.next()) {
                all.append(rows.getString(1)).append('\n');
            }
        }
        return all.toString();
    }

    @Test
    void theBankAsksAndTheBuyerSaysNoThenYes() throws Exception {
        Session session = shop.session(shop.customer(), CaptureMethod.AUTOMATIC, "at5");

        HttpResponse<String> first = buyer.pay(session.getUrl(), "4000002760003184");

        assertThat(shop.intentOf(session).getStatus()).isEqualTo("requires_action");
        assertThat(buyer.answer(first, false).body()).contains("role=\"alert\"");
        assertThat(shop.intentOf(session).getLastPaymentError().getCode())
                .isEqualTo("payment_intent_authentication_failure");

        HttpResponse<String> second = buyer.pay(session.getUrl(), "4000002760003184");
        buyer.answer(second, true);
        buyer.answer(second, true);

        assertThat(shop.intentOf(session).getStatus()).isEqualTo("succeeded");
        assertThat(card.journal(shop.intentOf(session).getId())).containsExactly("captured 1999");
    }

    @Test
    void aButtonPressedByEightHandsPaysOnce() throws Exception {
        Customer customer = shop.customer();
        Session session = shop.session(customer, CaptureMethod.AUTOMATIC, "eight");
        String path = "/pay/" + session.getId();
        String form = "number=4242424242424242&expiry=12%2F34&cvc=123";

        // With the lines open already, the hands are closer together.
        Together.run(8, _ -> buyer.open(session.getUrl()).statusCode());
        List<String> pages = Together.run(8, _ -> buyer.post(path, form).body());

        assertThat(pages).allMatch(page -> page.contains("All done"));
        assertThat(shop.intents(customer)).hasSize(1);
        assertThat(card.journal(shop.intentOf(session).getId())).containsExactly("captured 1999");
    }
}
