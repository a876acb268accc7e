package dev.plat.ops.sandbox.card;

import static dev.plat.ops.sandbox.card.Purchases.AMOUNT;
import static dev.plat.ops.sandbox.card.Purchases.anyKey;
import static dev.plat.ops.sandbox.card.Purchases.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Payout;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.model.WebhookEndpoint;
import com.stripe.model.checkout.Session;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.DisputeUpdateParams;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.PayoutCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a shop and a buyer do, through stripe-java as it is; every answer fits its models. */
@Servers(postgres = 1, tier = "card")
class CardPaymentIT {

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
    void whatIsHeldIsCapturedInPartOrLetGo() throws Exception {
        Session session = shop.session(shop.customer(), CaptureMethod.MANUAL, "at6");
        buyer.pay(session.getUrl(), "4242424242424242");
        PaymentIntent held = shop.intentOf(session);
        assertThat(held.getStatus()).isEqualTo("requires_capture");
        assertThat(held.getAmountCapturable()).isEqualTo(AMOUNT);

        assertThatThrownBy(() -> capture(held, AMOUNT + 1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("1999");
        PaymentIntent captured = capture(held, 1_000);

        assertThat(captured.getAmountReceived()).isEqualTo(1_000);
        assertThat(card.journal(held.getId()))
                .containsExactly("authorised 1999", "captured 1000", "released 999");

        Session other = shop.session(shop.customer(), CaptureMethod.MANUAL, "at7");
        buyer.pay(other.getUrl(), "4242424242424242");
        String intent = shop.intentOf(other).getId();
        shop.stripe().v1().paymentIntents().cancel(intent, anyKey());

        assertThat(shop.intent(intent).getStatus()).isEqualTo("canceled");
        assertThat(card.journal(intent)).containsExactly("authorised 1999", "released 1999");
        assertThatThrownBy(() -> capture(held, 1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("status of succeeded");
    }

    private static PaymentIntent capture(PaymentIntent intent, long amount) throws StripeException {
        return shop.stripe()
                .v1()
                .paymentIntents()
                .capture(
                        intent.getId(),
                        PaymentIntentCaptureParams.builder().setAmountToCapture(amount).build(),
                        anyKey());
    }

    @Test
    void aSavedCardIsChargedWithoutItsOwner() throws Exception {
        Customer customer = shop.customer();
        Session session =
                shop.stripe()
                        .v1()
                        .checkout()
                        .sessions()
                        .create(
                                SessionCreateParams.builder()
                                        .setMode(SessionCreateParams.Mode.SETUP)
                                        .setCurrency("eur")
                                        .setCustomer(customer.getId())
                                        .setSuccessUrl("https://plat-checkout.localhost/back")
                                        .build(),
                                anyKey());
        buyer.pay(session.getUrl(), "4242424242424242");

        PaymentMethod method =
                shop.stripe()
                        .v1()
                        .customers()
                        .paymentMethods()
                        .list(customer.getId())
                        .getData()
                        .getFirst();
        PaymentIntent intent = shop.charge(customer, method, 700, "off-1");

        assertThat(method.getCard().getLast4()).isEqualTo("4242");
        assertThat(intent.getStatus()).isEqualTo("succeeded");
    }

    @ParameterizedTest
    @CsvSource({
        "tok_chargeCustomerFail, card_declined",
        "tok_threeDSecureRequired, authentication_required"
    })
    void aSavedCardMayStillBeDeclined(String token, String code) throws Exception {
        Customer customer = shop.customer();
        PaymentMethod method = shop.saved(customer, token);

        CardException declined =
                catchThrowableOfType(
                        CardException.class,
                        () -> shop.charge(customer, method, 700, "declined " + token));

        assertThat(declined.getCode()).isEqualTo(code);
        PaymentIntent intent = declined.getStripeError().getPaymentIntent();
        assertThat(intent.getStatus()).isEqualTo("requires_payment_method");
        assertThatThrownBy(() -> shop.charge(customer, method, 700, "declined " + token))
                .isInstanceOf(CardException.class);
        assertThat(
                        shop.stripe()
                                .v1()
                                .paymentIntents()
                                .list(
                                        PaymentIntentListParams.builder()
                                                .setCustomer(customer.getId())
                                                .build())
                                .getData())
                .hasSize(1);
    }

    @Test
    void aKeyMakesACallOnceOnlyForADay() throws Exception {
        Customer customer = shop.customer();
        PaymentMethod method = shop.saved(customer, "tok_visa");
        PaymentIntent first = shop.charge(customer, method, 700, "once");

        PaymentIntent again = shop.charge(customer, method, 700, "once");

        assertThat(again.getId()).isEqualTo(first.getId());
        assertThat(again.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        assertThatThrownBy(() -> shop.charge(customer, method, 701, "once"))
                .isInstanceOf(IdempotencyException.class);
        assertThatThrownBy(() ->
                        shop.stripe().v1().paymentIntents().cancel(first.getId(), key("once")))
                .isInstanceOf(IdempotencyException.class);

        card.turn(Duration.ofHours(23));
        assertThat(shop.charge(customer, method, 700, "once").getId()).isEqualTo(first.getId());
        card.turn(Duration.ofHours(2));
        assertThat(shop.charge(customer, method, 700, "once").getId()).isNotEqualTo(first.getId());
    }

    @Test
    void timeEndsSessionsAndHolds() throws Exception {
        Session open = shop.session(shop.customer(), CaptureMethod.AUTOMATIC, "at8");
        Session held = shop.session(shop.customer(), CaptureMethod.MANUAL, "at9");
        buyer.pay(held.getUrl(), "4242424242424242");
        String intent = shop.intentOf(held).getId();

        card.turn(Duration.ofHours(25));

        assertThat(shop.session(open.getId()).getStatus()).isEqualTo("expired");
        assertThat(
                        buyer.open(open.getId().isEmpty() ? "" : "https://x/pay/" + open.getId())
                                .statusCode())
                .isEqualTo(410);
        assertThat(shop.intent(intent).getStatus()).isEqualTo("requires_capture");
        card.turn(Duration.ofDays(6));
        assertThat(shop.intent(intent).getStatus()).isEqualTo("canceled");
        assertThat(card.journal(intent)).containsExactly("authorised 1999", "released 1999");

        Session other = shop.session(shop.customer(), CaptureMethod.AUTOMATIC, "at10");
        assertThat(shop.stripe().v1().checkout().sessions().expire(other.getId()).getStatus())
                .isEqualTo("expired");
        assertThatThrownBy(() -> shop.stripe().v1().checkout().sessions().expire(other.getId()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expired");
    }

    @Test
    void theBalanceIsTheSumOfItsLinesAndIsPaidOut() throws Exception {
        Customer customer = shop.customer();
        PaymentMethod method = shop.saved(customer, "tok_visa");
        PaymentIntent intent = shop.charge(customer, method, 10_000, "balance");
        Charge charge = charge(intent);

        BalanceTransaction line = charge.getBalanceTransactionObject();
        assertThat(line.getFee()).isEqualTo(175);
        assertThat(line.getNet()).isEqualTo(9_825);
        assertThat(line.getStatus()).isEqualTo("pending");
        card.turn(Duration.ofDays(3));
        long available =
                shop.stripe().v1().balance().retrieve().getAvailable().stream()
                        .filter(sum -> sum.getCurrency().equals("eur"))
                        .findFirst()
                        .orElseThrow()
                        .getAmount();
        assertThatThrownBy(() -> payout(available + 1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("insufficient");
        Payout payout = payout(available);

        assertThat(payout.getStatus()).isEqualTo("pending");
        card.turn(Duration.ofDays(2));
        assertThat(shop.stripe().v1().payouts().retrieve(payout.getId()).getStatus())
                .isEqualTo("paid");
        long sum = 0;
        for (BalanceTransaction each :
                shop.stripe()
                        .v1()
                        .balanceTransactions()
                        .list(
                                BalanceTransactionListParams.builder()
                                        .setCurrency("eur")
                                        .setLimit(2L)
                                        .build())
                        .autoPagingIterable()) {
            sum += each.getNet();
        }
        assertThat(sum)
                .isEqualTo(card.control("GET", "/journal", "").get("balances").get("eur").asLong());
        Payout back = shop.stripe().v1().payouts().reverse(payout.getId());
        assertThat(back.getAmount()).isEqualTo(-available);
    }

    private static Payout payout(long amount) throws StripeException {
        return shop.stripe()
                .v1()
                .payouts()
                .create(
                        PayoutCreateParams.builder().setAmount(amount).setCurrency("eur").build(),
                        anyKey());
    }

    private static Charge charge(PaymentIntent intent) throws StripeException {
        return shop.stripe()
                .v1()
                .paymentIntents()
                .retrieve(
                        intent.getId(),
                        PaymentIntentRetrieveParams.builder()
                                .addExpand("latest_charge.balance_transaction")
                                .build())
                .getLatestChargeObject();
    }

    @Test
    void aDisputeTakesTheMoneyAndEvidenceBringsItBack() throws Exception {
        Customer customer = shop.customer();
        PaymentMethod method = shop.saved(customer, "tok_createDispute");
        PaymentIntent intent = shop.charge(customer, method, 5_000, "disputed");

        Dispute dispute =
                shop.stripe()
                        .v1()
                        .disputes()
                        .list(DisputeListParams.builder().setPaymentIntent(intent.getId()).build())
                        .getData()
                        .getFirst();
        assertThat(dispute.getStatus()).isEqualTo("needs_response");
        Dispute won =
                shop.stripe()
                        .v1()
                        .disputes()
                        .update(
                                dispute.getId(),
                                DisputeUpdateParams.builder()
                                        .setEvidence(
                                                DisputeUpdateParams.Evidence.builder()
                                                        .setUncategorizedText("winning_evidence")
                                                        .build())
                                        .build(),
                                anyKey());

        assertThat(won.getStatus()).isEqualTo("won");
        assertThat(won.getBalanceTransactions()).hasSize(2);
        assertThat(card.journal(intent.getId()))
                .containsExactly("captured 5000", "disputed 5000", "dispute-won 5000");
    }

    @Test
    void eventsAreListedInOrderByCursor() throws Exception {
        Customer customer = shop.customer();
        PaymentMethod method = shop.saved(customer, "tok_visa");
        Event before =
                shop.stripe()
                        .v1()
                        .events()
                        .list(EventListParams.builder().setLimit(1L).build())
                        .getData()
                        .getFirst();
        PaymentIntent intent = shop.charge(customer, method, 700, "listed");

        StripeCollection<Event> news =
                shop.stripe()
                        .v1()
                        .events()
                        .list(
                                EventListParams.builder()
                                        .setEndingBefore(before.getId())
                                        .addAllType(
                                                List.of(
                                                        "payment_intent.created",
                                                        "payment_intent.succeeded"))
                                        .build());

        assertThat(news.getData())
                .filteredOn(event ->
                        event.getDataObjectDeserializer().getObject().orElseThrow()
                                        instanceof PaymentIntent told
                                && told.getId().equals(intent.getId()))
                .extracting(Event::getType)
                .containsExactly("payment_intent.succeeded", "payment_intent.created");
    }

    @ParameterizedTest
    @CsvSource({
        "10, eur, amount_too_small, amount",
        "100000000, eur, amount_too_large, amount",
        "1000, xyz, , currency",
        "1001, kwd, , amount"
    })
    void aWrongAmountIsNamed(long amount, String currency, String code, String param) {
        InvalidRequestException refused =
                catchThrowableOfType(
                        InvalidRequestException.class,
                        () ->
                                shop.stripe()
                                        .v1()
                                        .paymentIntents()
                                        .create(
                                                PaymentIntentCreateParams.builder()
                                                        .setAmount(amount)
                                                        .setCurrency(currency)
                                                        .build(),
                                                anyKey()));

        assertThat(refused.getCode()).isEqualTo(code);
        assertThat(refused.getParam()).isEqualTo(param);
    }

    @Test
    void whatNobodyUnderstandsIsRefused() {
        InvalidRequestException unknown =
                catchThrowableOfType(
                        InvalidRequestException.class,
                        () ->
                                shop.stripe()
                                        .v1()
                                        .customers()
                                        .create(
                                                CustomerCreateParams.builder()
                                                        .putExtraParam("colour", "blue")
                                                        .build(),
                                                anyKey()));
        InvalidRequestException missing =
                catchThrowableOfType(InvalidRequestException.class, () -> shop.intent("pi_none"));

        assertThat(unknown.getCode()).isEqualTo("parameter_unknown");
        assertThat(unknown.getParam()).isEqualTo("colour");
        assertThat(missing.getCode()).isEqualTo("resource_missing");
        assertThat(missing.getStatusCode()).isEqualTo(404);
        assertThat(Map.of("type", missing.getStripeError().getType()))
                .containsEntry("type", "invalid_request_error");
    }
}
