package dev.plat.ops.sandbox.card;

import static dev.plat.ops.sandbox.card.Purchases.anyKey;
import static dev.plat.ops.sandbox.card.Purchases.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Customer;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.StripeCollection;
import com.stripe.model.checkout.Session;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData.CaptureMethod;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a shop asks, through stripe-java as it is; every answer fits its models. */
@Servers(postgres = 1, tier = "card")
class CardApiIT {

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
        assertThat(shop.intents(customer)).hasSize(1);
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

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/customers/%00, '', 400",
        "POST, /v1/customers, description=%00, 400",
        "POST, /v1/customers, 'a[=1', 400",
        "GET, /v1/payment_intents?limit=101, '', 400",
        "GET, /v1/events?starting_after=evt_none, '', 404",
        "GET, /v1/payment_intents/a/b/c, '', 404",
        "PUT, /v1/customers, '', 404",
        "POST, /v1/checkout/sessions, 'mode=gift', 400",
        "POST, /v1/refunds, 'amount=5', 400",
        "POST, /v1/payment_methods, 'type=card&card[number]=4242424242424242', 400"
    })
    void whatNoLibrarySendsIsAnsweredInTheSameShape(
            String method, String path, String form, int status) throws Exception {
        HttpResponse<String> answer = card.raw(method, path, form);

        assertThat(answer.statusCode()).isEqualTo(status);
        JsonNode error = new ObjectMapper().readTree(answer.body()).get("error");
        assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.get("message").asText()).isNotBlank().doesNotContain("4242424242424242");
    }
}
