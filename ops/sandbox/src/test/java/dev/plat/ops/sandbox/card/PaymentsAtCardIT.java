package dev.plat.ops.sandbox.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.payment.PaymentBook.Standing;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.refund.Refund;
import dev.plat.payments.refund.RefundState;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plat's payments against the card provider as a process: whatever is lost on the way, its journal
 * has each charge once, and our books say the same.
 */
@Servers(postgres = 2, tier = "money")
class PaymentsAtCardIT {

    private static final String GOOD = "4242 4242 4242 4242";
    private static final String DECLINED = "4000 0000 0000 0002";

    @TempDir private static Path folder;
    private static CardProcess card;
    private static PlatPayments plat;
    private static Buyer buyer;

    @BeforeAll
    static void start(PostgresServers postgres) throws Exception {
        card = new CardProcess(folder.resolve("card"), postgres.all().get(1));
        plat = PlatPayments.open(postgres.first(), card, PlatPayments.anyhow());
        buyer = card.buyer();
    }

    @AfterAll
    static void stop() {
        plat.close();
        card.close();
    }

    @BeforeEach
    void nothingGoesWrong() {
        card.control("DELETE", "/scripts", "");
    }

    private static Payment opened(Capture capture) {
        Payment payment = plat.wish(1999, capture);
        assertThat(plat.payments.open(payment).newest().state()).isEqualTo(AttemptState.ACTION);
        return payment;
    }

    private static String page(Payment payment) {
        return Objects.requireNonNull(plat.payments.find(payment.id()).newest().page());
    }

    private static String intent(Payment payment) {
        return Objects.requireNonNull(plat.payments.find(payment.id()).newest().refs().intent());
    }

    private static void assertChargedOnce(Payment payment, long minor) {
        Standing paid = plat.payments.find(payment.id());
        assertThat(paid.payment().captured()).isEqualTo(minor);
        assertThat(card.journal(intent(payment)))
                .filteredOn(line -> line.startsWith("captured"))
                .containsExactly("captured " + minor);
        assertThat(plat.booked(payment)).isEqualTo(minor);
    }

    @Test
    void whatIsPaidOnThePageArrivesByWebhook() throws Exception {
        Payment payment = opened(Capture.AUTOMATIC);

        assertThat(buyer.pay(page(payment), GOOD).statusCode()).isEqualTo(200);

        plat.await(payment, AttemptState.CAPTURED);
        assertChargedOnce(payment, 1999);
    }

    @Test
    void ofHeldMoneyAPartIsTaken() throws Exception {
        Payment payment = opened(Capture.MANUAL);
        buyer.pay(page(payment), GOOD);
        plat.await(payment, AttemptState.AUTHORISED);
        assertThat(plat.booked(payment)).isZero();

        plat.payments.capture(payment.id(), 1500);

        plat.await(payment, AttemptState.CAPTURED);
        assertChargedOnce(payment, 1500);
    }

    @Test
    void heldMoneyIsLetGo() throws Exception {
        Payment payment = opened(Capture.MANUAL);
        buyer.pay(page(payment), GOOD);
        plat.await(payment, AttemptState.AUTHORISED);

        plat.payments.cancel(payment.id());

        plat.await(payment, AttemptState.VOIDED);
        assertThat(card.journal(intent(payment)))
                .containsExactly("authorised 1999", "released 1999");
    }

    /** Declined, tried again on another page; the first one takes nothing any more. */
    @Test
    void whoIsDeclinedPaysAgain() throws Exception {
        Payment payment = opened(Capture.AUTOMATIC);
        String first = page(payment);
        assertThat(buyer.pay(first, DECLINED).body()).contains("declined");
        Waits.until(
                "the decline is known",
                () -> {
                    plat.work();
                    return plat.payments.find(payment.id()).newest().reason() != null;
                });

        Attempt second = plat.payments.again(payment.id()).newest();

        assertThat(second.state()).isEqualTo(AttemptState.ACTION);
        assertThat(second.page()).isNotEqualTo(first);
        assertThat(buyer.open(first).body()).doesNotContain("name=\"number\"");
        buyer.pay(page(payment), GOOD);
        plat.await(payment, AttemptState.CAPTURED);
        assertChargedOnce(payment, 1999);
    }

    /** Pressed while the buyer had just paid in another tab. */
    @Test
    void whoHasPaidIsNotAskedAgain() throws Exception {
        Payment payment = opened(Capture.AUTOMATIC);
        Id only = plat.payments.find(payment.id()).newest().id();
        buyer.pay(page(payment), GOOD);

        Standing again = plat.payments.again(payment.id());

        assertThat(again.newest().id()).isEqualTo(only);
        assertThat(again.newest().state()).isEqualTo(AttemptState.CAPTURED);
        assertChargedOnce(payment, 1999);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset-before", "reset-after-commit", "500-after", "429"})
    void aLostAnswerIsFoundOutAndChargedOnce(String script) throws Exception {
        card.play("checkout.sessions.create", script);
        Payment payment = plat.wish(1999, Capture.AUTOMATIC);
        assertThat(plat.payments.open(payment).newest().state()).isEqualTo(AttemptState.UNKNOWN);

        for (int turn = 0; turn < 8 && state(payment) == AttemptState.UNKNOWN; turn++) {
            plat.turn(card, Duration.ofSeconds(30));
            plat.attempts.advance(Runnable::run);
        }

        buyer.pay(page(payment), GOOD);
        plat.await(payment, AttemptState.CAPTURED);
        assertChargedOnce(payment, 1999);
    }

    /** As long as an order waits, its page can be opened. */
    @Test
    void aProviderThatWasAwayForLongOpensThePage() throws Exception {
        card.play("checkout.sessions.create", "reset-before");
        Payment payment = plat.wish(1999, Capture.MANUAL);
        assertThat(plat.payments.open(payment).newest().state()).isEqualTo(AttemptState.UNKNOWN);

        for (int turn = 0; turn < 4 && state(payment) == AttemptState.UNKNOWN; turn++) {
            plat.turn(card, Duration.ofMinutes(14));
            plat.attempts.advance(Runnable::run);
        }

        buyer.pay(page(payment), GOOD);
        plat.await(payment, AttemptState.AUTHORISED);
    }

    /** It comes back between two of the times at which it is asked by itself. */
    @Test
    void aProviderThatIsBackOpensThePageForWhoeverWaits() throws Exception {
        Payment payment = silent();

        for (int look = 0; look < 3 && state(payment) == AttemptState.UNKNOWN; look++) {
            plat.payments.open(payment);
        }

        buyer.pay(page(payment), GOOD);
        plat.await(payment, AttemptState.AUTHORISED);
    }

    @Test
    void aPageThatNobodyHasSeenIsClosedWhenTheProviderIsBack() throws Exception {
        Payment payment = silent();

        for (int look = 0; look < 5 && state(payment) != AttemptState.VOIDED; look++) {
            plat.payments.expire(payment.id());
        }

        assertThat(state(payment)).isEqualTo(AttemptState.VOIDED);
    }

    /** Asked twice without an answer, and not due for minutes. */
    private Payment silent() throws Exception {
        card.play("checkout.sessions.create", "reset-before");
        Payment payment = plat.wish(1999, Capture.MANUAL);
        plat.payments.open(payment);
        card.play("checkout.sessions.create", "reset-before");
        plat.turn(card, Duration.ofMinutes(6));
        plat.attempts.advance(Runnable::run);
        assertThat(state(payment)).isEqualTo(AttemptState.UNKNOWN);
        plat.attempts.advance(Runnable::run);
        assertThat(state(payment)).as("by itself").isEqualTo(AttemptState.UNKNOWN);
        return payment;
    }

    private static AttemptState state(Payment payment) {
        return plat.payments.find(payment.id()).newest().state();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset-after-commit", "500-before", "500-after"})
    void aLostCaptureIsMadeOnce(String script) throws Exception {
        Payment payment = opened(Capture.MANUAL);
        buyer.pay(page(payment), GOOD);
        plat.await(payment, AttemptState.AUTHORISED);
        card.play("payment_intents.capture", script);

        plat.payments.capture(payment.id(), 700);
        for (int turn = 0; turn < 30 && state(payment) != AttemptState.CAPTURED; turn++) {
            plat.turn(card, Duration.ofHours(2));
            plat.work();
        }

        plat.await(payment, AttemptState.CAPTURED);
        assertChargedOnce(payment, 700);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "reset-after-commit", "500-after"})
    void aRefundIsMadeOnce(String script) throws Exception {
        Payment payment = opened(Capture.AUTOMATIC);
        buyer.pay(page(payment), GOOD);
        plat.await(payment, AttemptState.CAPTURED);
        if (!script.equals("none")) {
            card.play("refunds.create", script);
        }

        Id refund = plat.ids.next(IdKind.REFUND, payment.id());
        Refund asked = plat.refunds.request(refund, payment.id(), 500);
        for (int turn = 0; turn < 8 && asked.state() != RefundState.DONE; turn++) {
            plat.turn(card, Duration.ofSeconds(30));
            plat.work();
            asked = plat.refunds.request(refund, payment.id(), 500);
        }

        assertThat(asked.state()).isEqualTo(RefundState.DONE);
        assertThat(card.journal(intent(payment))).containsExactly("captured 1999", "refunded 500");
        assertThat(plat.booked(payment)).isEqualTo(1499);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong-amount", "wrong-currency", "wrong-metadata"})
    void somethingElseThanAskedForIsForAPerson(String script) {
        card.play("checkout.sessions.create", script);
        Payment payment = plat.wish(1999, Capture.AUTOMATIC);

        assertThat(plat.payments.open(payment).newest().state()).isEqualTo(AttemptState.REVIEW);
    }

    @Test
    void aBankThatDecidesLaterIsWaitedFor() throws Exception {
        Payment payment = opened(Capture.AUTOMATIC);
        card.play("page.pay", "async");
        buyer.pay(page(payment), GOOD);
        plat.await(payment, AttemptState.PENDING);

        plat.turn(card, Duration.ofDays(3).plusMinutes(1));

        plat.await(payment, AttemptState.CAPTURED);
        assertChargedOnce(payment, 1999);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hook-dup", "hook-shuffle", "hook-forge", "hook-future"})
    void crookedWebhooksChangeNothing(String script) throws Exception {
        Payment payment = opened(Capture.AUTOMATIC);
        card.play("checkout.session.completed", script);
        card.play("payment_intent.succeeded", script);
        int refused = plat.refused.get();

        buyer.pay(page(payment), GOOD);
        for (int turn = 0; turn < 3; turn++) {
            plat.work();
            plat.turn(card, Duration.ofMinutes(10));
        }

        plat.await(payment, AttemptState.CAPTURED);
        boolean forged = script.equals("hook-forge") || script.equals("hook-future");
        assertThat(plat.refused.get() > refused).as("refused some").isEqualTo(forged);
        assertChargedOnce(payment, 1999);
    }

    /** Nothing arrives; the list has it. */
    @Test
    void lostWebhooksAreReadFromTheList() throws Exception {
        plat.poller.poll();
        Payment payment = opened(Capture.AUTOMATIC);
        card.play("", "hook-lose", ", \"times\": 100");
        buyer.pay(page(payment), GOOD);
        plat.turn(card, Duration.ofMinutes(2));

        assertThat(plat.poller.poll()).isPositive();

        plat.await(payment, AttemptState.CAPTURED);
        assertChargedOnce(payment, 1999);
    }
}
