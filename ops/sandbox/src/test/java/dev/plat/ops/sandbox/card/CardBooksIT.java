package dev.plat.ops.sandbox.card;

import static dev.plat.ops.sandbox.card.Purchases.AMOUNT;
import static dev.plat.ops.sandbox.card.Purchases.anyKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Customer;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Payout;
import com.stripe.model.checkout.Session;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.DisputeUpdateParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.PayoutCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData.CaptureMethod;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every cent that moves is a line of the balance, and is told once. */
@Servers(postgres = 1, tier = "card")
class CardBooksIT {

    @TempDir private static Path folder;
    private static CardProcess card;
    private static Purchases shop;

    @BeforeAll
    static void start(PostgresServers postgres) throws IOException {
        card = new CardProcess(folder.resolve("card"), postgres.first());
        shop = new Purchases(card.stripe());
    }

    @AfterAll
    static void stop() {
        card.close();
    }

    @Test
    void whatIsHeldIsCapturedInPartOrLetGo() throws Exception {
        Session session = shop.session(shop.customer(), CaptureMethod.MANUAL, "at6");
        card.buyer().pay(session.getUrl(), "4242424242424242");
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
        card.buyer().pay(other.getUrl(), "4242424242424242");
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
    void refundsThatRaceNeverGiveBackMoreThanWasTaken() throws Exception {
        Customer customer = shop.customer();
        PaymentIntent intent = shop.charge(customer, shop.saved(customer, "tok_visa"), 1_000, "r");
        RefundCreateParams wish =
                RefundCreateParams.builder()
                        .setPaymentIntent(intent.getId())
                        .setAmount(300L)
                        .build();

        // With the lines open already, the hands are closer together.
        Together.run(8, _ -> shop.intent(intent.getId()).getStatus());
        List<String> ends =
                Together.run(
                        8,
                        _ -> {
                            try {
                                return shop.stripe()
                                        .v1()
                                        .refunds()
                                        .create(wish, anyKey())
                                        .getStatus();
                            } catch (InvalidRequestException refused) {
                                return "refused";
                            }
                        });

        assertThat(ends).filteredOn("succeeded"::equals).hasSize(3);
        assertThat(card.journal(intent.getId()))
                .containsExactly("captured 1000", "refunded 300", "refunded 300", "refunded 300");
    }

    @Test
    void theJournalIsReadOnFromWhereOneStopped() throws Exception {
        Customer customer = shop.customer();
        shop.charge(customer, shop.saved(customer, "tok_visa"), 900, "journal");
        JsonNode all = card.control("GET", "/journal", "").get("entries");
        long last = all.get(all.size() - 1).get("seq").asLong();

        PaymentIntent next =
                shop.charge(customer, shop.saved(customer, "tok_visa"), 901, "journal 2");

        JsonNode news = card.control("GET", "/journal?after=" + last, "").get("entries");
        assertThat(news).hasSize(1);
        assertThat(news.get(0).get("intent").asText()).isEqualTo(next.getId());
        assertThat(news.get(0).get("metadata").get("attempt").asText()).isEqualTo("journal 2");
    }
}
