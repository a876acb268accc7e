package dev.plat.payments.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.param.CustomerCreateParams;
import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.Charge;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.provider.Outcome;
import dev.plat.payments.provider.ProviderEvent;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.Repayment;
import dev.plat.payments.provider.RepaymentOutcome;
import dev.plat.payments.provider.Sighting;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter over a wire: what it sends, and what it makes of what comes back. */
class StripeProviderTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final IdGenerator IDS = new IdGenerator(() -> NOW, new Random(1));
    private static final Id ACCOUNT = IDS.nextAnywhere(IdKind.ACCOUNT);
    private static final Id ATTEMPT = IDS.next(IdKind.ATTEMPT, ACCOUNT);
    private static final Id REFUND = IDS.next(IdKind.REFUND, ACCOUNT);
    private static final Refs REFS = new Refs("cs_1", "pi_1");

    private static final Charge CHARGE =
            new Charge(
                    ATTEMPT,
                    IDS.next(IdKind.PAYMENT, ACCOUNT),
                    ACCOUNT,
                    Money.of(1999, "EUR"),
                    Capture.MANUAL,
                    "cus_1",
                    "https://back.test/?s={CHECKOUT_SESSION_ID}",
                    "https://away.test/",
                    NOW.plusSeconds(3600));

    private FakeStripe stripe;
    private StripeProvider provider;

    @BeforeEach
    void open() throws IOException {
        stripe = new FakeStripe();
        provider = new StripeProvider(settings(), JsonMapper.createDefault(), () -> NOW);
    }

    @AfterEach
    void close() {
        provider.close();
        stripe.close();
    }

    private StripeSettings settings() {
        return new StripeSettings(
                stripe.base(),
                "sk_test_1",
                List.of("whsec_1"),
                null,
                Duration.ofSeconds(2),
                Duration.ofMillis(700));
    }

    @Test
    void aPageIsAskedForWithTheSameKeyAndWordsEachTime() {
        stripe.then(200, session("open", 1999, "")).then(200, session("open", 1999, ""));

        Outcome first = provider.open(CHARGE);
        Outcome again = provider.open(CHARGE);

        assertThat(first)
                .isEqualTo(
                        new Outcome.ActionNeeded(
                                new Refs("cs_1", null),
                                Optional.of("https://pay.test/cs_1"),
                                Optional.empty()));
        assertThat(again).isEqualTo(first);
        assertThat(stripe.asked.getFirst().key()).isEqualTo(ATTEMPT + "/open");
        assertThat(stripe.asked.getFirst()).isEqualTo(stripe.asked.getLast());
        assertThat(stripe.asked.getFirst().body())
                .contains("payment_intent_data[capture_method]=manual")
                .contains("metadata[attempt]=" + ATTEMPT)
                .contains("payment_intent_data[metadata][attempt]=" + ATTEMPT)
                .contains("line_items[0][price_data][unit_amount]=1999")
                .contains("customer=cus_1")
                .contains("expires_at=" + NOW.plusSeconds(3600).getEpochSecond());
    }

    /** Whatever leaves it open is asked once, and is unknown. */
    @Test
    void whatIsNotKnownIsUnknownAndNotTriedAgain() {
        stripe.then(500, error("api_error", ""))
                .then(503, "<html>")
                .then(409, error("idempotency_error", "idempotency_key_in_use"))
                .then(429, error("invalid_request_error", "rate_limit"))
                .then(200, "{\"id\":")
                .thenCut()
                .thenSilence();

        for (int call = 1; call <= 7; call++) {
            assertThat(provider.open(CHARGE))
                    .as("call %d", call)
                    .isInstanceOf(Outcome.Unknown.class);
            assertThat(stripe.asked).as("call %d", call).hasSize(call);
        }
    }

    @Test
    void whatStripeDidNotTakeIsRefused() {
        stripe.then(400, error("invalid_request_error", "amount_too_small"))
                .then(401, error("invalid_request_error", "api_key_expired"))
                .then(404, error("invalid_request_error", "resource_missing"));

        assertThat(provider.open(CHARGE))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        it -> assertThat(it.code()).isEqualTo("amount_too_small"));
        assertThat(provider.open(CHARGE)).isInstanceOf(Outcome.Refused.class);
        assertThat(provider.fetch(CHARGE, REFS)).isInstanceOf(Outcome.NotFound.class);
    }

    @Test
    void aPageIsAsItsMoneyIs() {
        stripe.then(200, session("complete", 1999, intent("requires_capture", 0, "")))
                .then(200, session("complete", 1999, intent("succeeded", 1500, "")))
                .then(200, session("complete", 1999, intent("processing", 0, "")))
                .then(200, session("expired", 1999, intent("canceled", 0, "")))
                .then(200, session("expired", 1999, ""))
                .then(200, session("open", 1999, declined("insufficient_funds")))
                .then(200, session("expired", 1999, declined("stolen_card")));

        assertThat(fetch()).isEqualTo(new Outcome.Authorised(REFS));
        assertThat(fetch()).isEqualTo(new Outcome.Succeeded(REFS, Money.of(1500, "EUR")));
        assertThat(fetch()).isEqualTo(new Outcome.Pending(REFS));
        assertThat(fetch()).isEqualTo(new Outcome.Voided(REFS));
        assertThat(fetch()).isEqualTo(new Outcome.Voided(new Refs("cs_1", null)));
        assertThat(fetch())
                .isEqualTo(
                        new Outcome.ActionNeeded(
                                REFS,
                                Optional.of("https://pay.test/cs_1"),
                                Optional.of("insufficient_funds")));
        assertThat(fetch()).isEqualTo(new Outcome.Declined(REFS, DeclineClass.HARD, "stolen_card"));
        assertThat(stripe.asked)
                .allSatisfy(it ->
                        assertThat(it.path())
                                .startsWith("/v1/checkout/sessions/cs_1")
                                .contains("expand"));
    }

    private Outcome fetch() {
        return provider.fetch(CHARGE, REFS);
    }

    @Test
    void somethingElseThanWasAskedForIsAContradiction() {
        stripe.then(200, session("open", 1998, ""))
                .then(200, session("open", 1999, "").replace("\"eur\"", "\"usd\""))
                .then(200, session("open", 1999, "").replace(ATTEMPT.toString(), "att_other"))
                .then(
                        200,
                        session(
                                "complete",
                                1999,
                                intent("succeeded", 1999, "")
                                        .replace("\"amount\":1999", "\"amount\":19")));

        for (int i = 0; i < 4; i++) {
            assertThat(fetch()).as("answer %d", i).isInstanceOf(Outcome.Contradiction.class);
        }
    }

    @Test
    void theMoneyIsTakenLetGoAndThePageClosedWithKeysOfTheirOwn() {
        stripe.then(200, intent("succeeded", 1500, ""))
                .then(200, intent("canceled", 0, ""))
                .then(200, session("expired", 1999, ""))
                .then(400, error("invalid_request_error", "session_not_open"));

        assertThat(provider.capture(CHARGE, REFS, Money.of(1500, "EUR")))
                .isEqualTo(new Outcome.Succeeded(REFS, Money.of(1500, "EUR")));
        assertThat(provider.cancel(CHARGE, REFS)).isEqualTo(new Outcome.Voided(REFS));
        assertThat(provider.expire(CHARGE, REFS)).isInstanceOf(Outcome.Voided.class);
        assertThat(provider.expire(CHARGE, REFS)).isInstanceOf(Outcome.Refused.class);
        assertThat(stripe.asked)
                .extracting(FakeStripe.Asked::key)
                .containsExactly(
                        ATTEMPT + "/capture",
                        ATTEMPT + "/cancel",
                        ATTEMPT + "/expire",
                        ATTEMPT + "/expire");
        assertThat(stripe.asked.getFirst().body()).contains("amount_to_capture=1500");
    }

    @Test
    void aLostPageIsFoundInTheCustomersList() {
        String other = session("open", 1999, "").replace(ATTEMPT.toString(), "att_other");
        stripe.then(200, list(true, other))
                .then(200, list(false, session("complete", 1999, "")))
                .then(200, session("complete", 1999, intent("succeeded", 1999, "")))
                .then(200, list(false, other));

        assertThat(provider.find(CHARGE)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(provider.find(CHARGE)).isInstanceOf(Outcome.NotFound.class);
        assertThat(stripe.asked.get(0).path()).contains("customer=cus_1");
        assertThat(stripe.asked.get(1).path()).contains("starting_after=cs_1");
    }

    @Test
    void aRefundIsAskedForOnceAndFoundByItsMark() {
        Repayment repayment = new Repayment(REFUND, ATTEMPT, "pi_1", Money.of(500, "EUR"));
        stripe.then(200, refund("succeeded", 500))
                .then(200, refund("pending", 500))
                .then(200, refund("failed", 500))
                .then(200, refund("succeeded", 499))
                .then(400, error("invalid_request_error", "charge_already_refunded"))
                .then(500, "")
                .then(200, list(false, refund("succeeded", 500)))
                .then(200, list(false));

        assertThat(provider.refund(repayment)).isEqualTo(new RepaymentOutcome.Done("re_1"));
        assertThat(provider.refund(repayment)).isInstanceOf(RepaymentOutcome.Pending.class);
        assertThat(provider.refund(repayment)).isInstanceOf(RepaymentOutcome.Failed.class);
        assertThat(provider.refund(repayment)).isInstanceOf(RepaymentOutcome.Contradiction.class);
        assertThat(provider.refund(repayment)).isInstanceOf(RepaymentOutcome.Refused.class);
        assertThat(provider.refund(repayment)).isInstanceOf(RepaymentOutcome.Unknown.class);
        assertThat(provider.findRefund(repayment)).isEqualTo(new RepaymentOutcome.Done("re_1"));
        assertThat(provider.findRefund(repayment)).isInstanceOf(RepaymentOutcome.NotFound.class);
        assertThat(stripe.asked.getFirst().key()).isEqualTo(REFUND + "/refund");
        assertThat(stripe.asked.getFirst().body()).contains("metadata[refund]=" + REFUND);
    }

    /** One of another version has an object that the library would not hand out. */
    @Test
    void ofEventsOnlyTheIdsAreTaken() {
        String event =
                """
                {"id":"evt_1","object":"event","type":"checkout.session.completed","created":1798761600,
                 "api_version":"2014-01-01","data":{"object":{"id":"cs_1","status":[1,{"a":2}]}}}\
                """;
        stripe.then(200, list(true, event));

        var page = provider.events(NOW, Optional.of("evt_0")).orElseThrow();

        assertThat(page.more()).isTrue();
        assertThat(page.events())
                .containsExactly(
                        new ProviderEvent(
                                "evt_1",
                                "checkout.session.completed",
                                "cs_1",
                                Instant.ofEpochSecond(1_798_761_600)));
        assertThat(stripe.asked.getFirst().path())
                .contains("starting_after=evt_0")
                .contains("created[gte]=" + NOW.getEpochSecond());
        stripe.then(500, "");
        assertThat(provider.events(NOW, Optional.empty())).isEmpty();
    }

    @Test
    void whoseAnObjectIsSaysItsMark() {
        stripe.then(200, session("open", 1999, ""))
                .then(200, intent("succeeded", 1999, ""))
                .then(200, refund("succeeded", 5))
                .then(200, refund("succeeded", 5).replace(REFUND.toString(), "rfnd_other"))
                .then(404, error("invalid_request_error", "resource_missing"))
                .then(500, "");

        assertThat(look("checkout.session.completed"))
                .isEqualTo(new Sighting.OfAttempt(ATTEMPT, new Refs("cs_1", null)));
        assertThat(look("payment_intent.succeeded"))
                .isEqualTo(new Sighting.OfAttempt(ATTEMPT, new Refs(null, "pi_1")));
        assertThat(look("refund.updated")).isEqualTo(new Sighting.OfRefund(REFUND));
        assertThat(look("refund.updated")).isInstanceOf(Sighting.Foreign.class);
        assertThat(look("refund.updated")).isInstanceOf(Sighting.Foreign.class);
        assertThat(look("refund.updated")).isInstanceOf(Sighting.Unclear.class);
        assertThat(look("radar.something")).isInstanceOf(Sighting.Foreign.class);
        assertThat(stripe.asked).hasSize(6);
    }

    private Sighting look(String type) {
        return provider.look(new ProviderEvent("evt_1", type, "obj_1", NOW));
    }

    /** The library would give it a random one. */
    @Test
    void aPostWithoutAKeyIsRefusedBeforeItIsSent() {
        try (StripeWire wire = new StripeWire(settings())) {
            StripeClient client =
                    StripeClient.builder()
                            .setApiKey("sk_test_1")
                            .setApiBase(stripe.base().toString().replaceFirst("/$", ""))
                            .setHttpClient(wire)
                            .build();

            assertThatThrownBy(() ->
                            client.v1().customers().create(CustomerCreateParams.builder().build()))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(stripe.asked).isEmpty();
    }

    @Test
    void aCustomerIsMadeWithTheAccountsKey() {
        stripe.then(200, "{\"id\":\"cus_9\",\"object\":\"customer\"}").then(500, "");

        assertThat(provider.customer(ACCOUNT)).contains("cus_9");
        assertThat(provider.customer(ACCOUNT)).isEmpty();
        assertThat(stripe.asked.getFirst().key()).isEqualTo(ACCOUNT + "/customer");
    }

    private static String session(String status, long amount, String intent) {
        return """
        {"id":"cs_1","object":"checkout.session","mode":"payment","status":"%s","amount_total":%d,
         "currency":"eur","url":"https://pay.test/cs_1","payment_intent":%s,"metadata":{"attempt":"%s"}}\
        """
                .formatted(status, amount, intent.isEmpty() ? "null" : intent, ATTEMPT);
    }

    private static String intent(String status, long received, String error) {
        return """
        {"id":"pi_1","object":"payment_intent","amount":1999,"currency":"eur","status":"%s",
         "amount_received":%d,"last_payment_error":%s,"metadata":{"attempt":"%s"}}\
        """
                .formatted(status, received, error.isEmpty() ? "null" : error, ATTEMPT);
    }

    private static String declined(String code) {
        return intent(
                "requires_payment_method",
                0,
                "{\"type\":\"card_error\",\"code\":\"card_declined\",\"decline_code\":\""
                        + code
                        + "\"}");
    }

    private static String refund(String status, long amount) {
        return """
        {"id":"re_1","object":"refund","amount":%d,"currency":"eur","status":"%s",
         "metadata":{"refund":"%s"}}\
        """
                .formatted(amount, status, REFUND);
    }

    private static String list(boolean more, String... of) {
        return "{\"object\":\"list\",\"url\":\"/v1/x\",\"has_more\":"
                + more
                + ",\"data\":["
                + String.join(",", of)
                + "]}";
    }

    private static String error(String type, String code) {
        return "{\"error\":{\"type\":\""
                + type
                + "\",\"code\":\""
                + code
                + "\",\"message\":\"m\"}}";
    }
}
