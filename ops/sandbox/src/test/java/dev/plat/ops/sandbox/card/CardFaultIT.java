package dev.plat.ops.sandbox.card;

import static dev.plat.ops.sandbox.card.Purchases.anyKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.ApiException;
import com.stripe.exception.CardException;
import com.stripe.exception.RateLimitException;
import com.stripe.model.Customer;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Refund;
import com.stripe.model.checkout.Session;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData.CaptureMethod;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong on demand goes wrong as it was ordered, and costs nothing that happened. */
@Servers(postgres = 1, tier = "card")
class CardFaultIT {

    private static final String CHARGE = "payment_intents.create";

    @TempDir private static Path folder;
    private static CardProcess card;
    private static Purchases shop;
    private static Customer customer;
    private static PaymentMethod visa;

    @BeforeAll
    static void start(PostgresServers postgres) throws Exception {
        card = new CardProcess(folder.resolve("card"), postgres.first());
        shop = new Purchases(card.stripe());
        customer = shop.customer();
        visa = shop.saved(customer, "tok_visa");
    }

    @AfterAll
    static void stop() {
        card.close();
    }

    @BeforeEach
    void nothingGoesWrong() {
        card.control("DELETE", "/scripts", "");
    }

    private static PaymentIntent charge(String attempt) throws Exception {
        return shop.charge(customer, visa, 700, attempt);
    }

    private static List<PaymentIntent> intents(String attempt) throws Exception {
        return shop
                .stripe()
                .v1()
                .paymentIntents()
                .list(
                        PaymentIntentListParams.builder()
                                .setCustomer(customer.getId())
                                .setLimit(100L)
                                .build())
                .getData()
                .stream()
                .filter(intent -> attempt.equals(intent.getMetadata().get("attempt")))
                .toList();
    }

    @Test
    void whatWasResetAfterCommitIsStillThereAfterAKill() throws Exception {
        card.play(CHARGE, "reset-after-commit");

        Session session = shop.session(customer, CaptureMethod.AUTOMATIC, "thinks");
        card.play("page.pay", "async");
        card.buyer().pay(session.getUrl(), "4242424242424242");
        assertThatThrownBy(() -> charge("reset-after")).isInstanceOf(ApiConnectionException.class);
        card.killAndRestart();
        shop = new Purchases(card.stripe());

        List<PaymentIntent> found = intents("reset-after");
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().getStatus()).isEqualTo("succeeded");
        // The key knows its answer, although nobody heard it.
        assertThat(charge("reset-after").getId()).isEqualTo(found.getFirst().getId());
        assertThat(card.journal(found.getFirst().getId())).containsExactly("captured 700");
        // Nor did the bank forget that it was asked.
        assertThat(shop.intentOf(session).getStatus()).isEqualTo("processing");
        card.turn(Duration.ofDays(3));
        assertThat(shop.intentOf(session).getStatus()).isEqualTo("succeeded");
    }

    @Test
    void whatWasResetBeforeNeverHappened() throws Exception {
        card.play(CHARGE, "reset-before");

        assertThatThrownBy(() -> charge("reset-before")).isInstanceOf(ApiConnectionException.class);

        assertThat(intents("reset-before")).isEmpty();
        assertThat(charge("reset-before").getStatus()).isEqualTo("succeeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"500-before", "500-after"})
    void aFailureIsToldAgainUntilTheKeyIsForgotten(String script) throws Exception {
        card.play(CHARGE, script);

        assertThatThrownBy(() -> charge(script)).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> charge(script)).isInstanceOf(ApiException.class);

        assertThat(intents(script)).hasSize(script.equals("500-after") ? 1 : 0);
        card.play(CHARGE, "prune-keys");
        charge(script);
        assertThat(intents(script)).hasSize(script.equals("500-after") ? 2 : 1);
    }

    @Test
    void tooManyCallsAreRefusedAndTheKeyIsFree() throws Exception {
        card.play(CHARGE, "429");

        assertThatThrownBy(() -> charge("429")).isInstanceOf(RateLimitException.class);

        assertThat(charge("429").getStatus()).isEqualTo("succeeded");
    }

    @Test
    void aKeyUnderWayIsRefused() throws Exception {
        card.play(CHARGE, "hang", ", \"seconds\": 1");
        CompletableFuture<PaymentIntent> first =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return charge("hang");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
        Waits.until("the charge is made", () -> intents("hang").size() == 1);

        assertThatThrownBy(() -> charge("hang"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.getStatusCode()).isEqualTo(409));

        assertThat(first.join().getStatus()).isEqualTo("succeeded");
        assertThat(charge("hang").getId()).isEqualTo(first.join().getId());
    }

    @Test
    void theFaultMeetsTheNthThatFits() throws Exception {
        card.control(
                "POST",
                "/scripts",
                """
                {"on": {"op": "payment_intents.create", "metadata": {"attempt": "n2"}, "nth": 2},
                 "do": "429"}
                """);

        charge("n1");
        charge("n2");
        assertThatThrownBy(() -> charge("n2")).isInstanceOf(RateLimitException.class);
        charge("n2");

        assertThat(intents("n2")).hasSize(1);
    }

    @Test
    void theProviderMayTakeAnotherSumThanAsked() throws Exception {
        card.play(CHARGE, "wrong-amount");
        assertThat(charge("wrong-amount").getAmount()).isEqualTo(701);
        card.play(CHARGE, "wrong-currency");
        assertThat(charge("wrong-currency").getCurrency()).isEqualTo("usd");

        card.play("payment_intents.retrieve", "wrong-metadata");
        PaymentIntent intent = charge("wrong-metadata");
        assertThat(shop.intent(intent.getId()).getMetadata())
                .doesNotContainEntry("attempt", "wrong-metadata");
        assertThat(shop.intent(intent.getId()).getMetadata())
                .containsEntry("attempt", "wrong-metadata");
    }

    @Test
    void theAnswerMayContradictWhatHappened() throws Exception {
        card.play(CHARGE, "contradict");

        assertThatThrownBy(() -> charge("contradict")).isInstanceOf(CardException.class);

        assertThat(intents("contradict").getFirst().getStatus()).isEqualTo("succeeded");
    }

    @Test
    void aRefundMayBePartial() throws Exception {
        PaymentIntent intent = charge("partial");
        card.play("refunds.create", "partial");

        Refund refund =
                shop.stripe()
                        .v1()
                        .refunds()
                        .create(
                                RefundCreateParams.builder()
                                        .setPaymentIntent(intent.getId())
                                        .setAmount(700L)
                                        .build(),
                                anyKey());

        assertThat(refund.getAmount()).isEqualTo(350);
        assertThat(card.journal(intent.getId())).containsExactly("captured 700", "refunded 350");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBankMayThinkForThreeDays(boolean well) throws Exception {
        Session session = shop.session(customer, CaptureMethod.AUTOMATIC, "async " + well);
        card.play("page.pay", "async", ", \"ok\": " + well);

        card.buyer().pay(session.getUrl(), "4242424242424242");

        PaymentIntent intent = shop.intentOf(session);
        assertThat(intent.getStatus()).isEqualTo("processing");
        assertThat(shop.session(session.getId()).getPaymentStatus()).isEqualTo("unpaid");
        card.turn(Duration.ofDays(3));
        assertThat(shop.intent(intent.getId()).getStatus())
                .isEqualTo(well ? "succeeded" : "requires_payment_method");
        assertThat(card.journal(intent.getId()))
                .isEqualTo(well ? List.of("captured 1999") : List.of());
    }

    @Test
    void aPageThatWasResetHasPaidOnce() throws Exception {
        Session session = shop.session(customer, CaptureMethod.AUTOMATIC, "page");
        card.play("page.pay", "reset-after-commit");

        assertThatThrownBy(() -> card.buyer().pay(session.getUrl(), "4242424242424242"))
                .isInstanceOf(IOException.class);

        assertThat(card.buyer().open(session.getUrl()).body()).contains("All done");
        assertThat(card.journal(shop.intentOf(session).getId())).containsExactly("captured 1999");
    }
}
