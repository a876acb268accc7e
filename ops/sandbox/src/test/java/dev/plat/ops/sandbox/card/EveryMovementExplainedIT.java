package dev.plat.ops.sandbox.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.param.DisputeUpdateParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PayoutCreateParams;
import dev.plat.payments.ledger.Account;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.JournalKind;
import dev.plat.payments.ledger.Ledger;
import dev.plat.payments.ledger.Line;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.Statement;
import dev.plat.payments.reconcile.MovementPoller;
import dev.plat.payments.reconcile.Reconciler;
import dev.plat.payments.reconcile.Reconciliation;
import dev.plat.payments.reconcile.Report;
import dev.plat.payments.reconcile.Verdict;
import dev.plat.payments.refund.RefundState;
import dev.plat.payments.store.PostgresMovementBook;
import dev.plat.payments.store.PostgresReportBook;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.io.Serial;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our books against the account of the card provider as a process: what the buyers, the bank and
 * the provider did is explained to the last movement, and each planted difference is found and
 * named.
 */
@Servers(postgres = 10, tier = "money")
class EveryMovementExplainedIT {

    private static final String GOOD = "4242 4242 4242 4242";
    private static final String DISPUTED = "4000 0000 0000 0259";
    private static final Instant EVER = Instant.parse("2020-01-01T00:00:00Z");

    private static final AtomicInteger TESTS = new AtomicInteger();

    @TempDir private Path folder;
    private CardProcess card;
    private PlatPayments plat;
    private Buyer buyer;
    private StripeClient shop;
    private Reconciliation reconciliation;

    @BeforeEach
    void start(PostgresServers postgres) throws Exception {
        // Each has an account at the provider of its own.
        int pair = 2 * TESTS.getAndIncrement();
        card = new CardProcess(folder.resolve("card"), postgres.all().get(pair));
        plat = PlatPayments.open(postgres.all().get(pair + 1), card, PlatPayments.anyhow());
        buyer = card.buyer();
        shop = card.stripe();
        Statement statement = plat.provider.statement();
        reconciliation =
                new Reconciliation(
                        new PostgresReportBook(plat.router, "stripe"),
                        statement,
                        new MovementPoller(book(ControlPoints.NONE), statement, plat.clock),
                        reconciler(ControlPoints.NONE),
                        plat.clock);
    }

    private PostgresMovementBook book(ControlPoints points) {
        return new PostgresMovementBook(plat.router, "stripe", points);
    }

    private Reconciler reconciler(ControlPoints points) {
        return new Reconciler(
                book(points),
                plat.provider.statement(),
                plat.attempts,
                plat.refunds,
                plat.clock,
                points);
    }

    @AfterEach
    void stop() {
        plat.close();
        card.close();
    }

    private Report reconciled() {
        return reconciliation.run(Optional.of(EVER), Duration.ofSeconds(60));
    }

    private Payment paid(long minor, String number) throws Exception {
        Payment payment = plat.wish(minor, Capture.AUTOMATIC);
        plat.payments.open(payment);
        buyer.pay(Objects.requireNonNull(plat.payments.find(payment.id()).newest().page()), number);
        return payment;
    }

    private Payment captured(long minor) throws Exception {
        Payment payment = paid(minor, GOOD);
        plat.await(payment, AttemptState.CAPTURED);
        return payment;
    }

    private Id refunded(Payment payment, long minor) {
        Id refund = plat.ids.next(IdKind.REFUND, payment.id());
        assertThat(plat.refunds.request(refund, payment.id(), minor).state())
                .isEqualTo(RefundState.DONE);
        return refund;
    }

    private void payOut(long minor) throws StripeException {
        shop.v1()
                .payouts()
                .create(
                        PayoutCreateParams.builder().setAmount(minor).setCurrency("eur").build(),
                        Purchases.anyKey());
    }

    /** Somebody takes money past us, with these marks. */
    private PaymentIntent takenElsewhere(long minor, Map<String, String> marks)
            throws StripeException {
        return shop.v1()
                .paymentIntents()
                .create(
                        PaymentIntentCreateParams.builder()
                                .setAmount(minor)
                                .setCurrency("eur")
                                .setPaymentMethod("pm_card_visa")
                                .setConfirm(true)
                                .setOffSession(true)
                                .putAllMetadata(marks)
                                .build(),
                        Purchases.anyKey());
    }

    private static void assertAllExplained(Report report, long movements) {
        assertThat(report.counts().all()).isEqualTo(movements);
        assertThat(report.explainedBasisPoints()).isEqualTo(10_000);
        assertThat(report.differences()).isEmpty();
        assertThat(report.missing()).isEmpty();
        assertThat(report.balances().orElseThrow())
                .hasSize(1)
                .allSatisfy(it -> assertThat(it.books()).isEqualTo(it.provider()));
        assertThat(report.clean()).isTrue();
    }

    @Test
    void chargesRefundsDisputesFeesAndPayoutsAreExplainedToTheLastCent() throws Exception {
        Payment one = captured(1999);
        captured(4200);
        refunded(one, 500);
        Payment disputed = paid(3000, DISPUTED);
        plat.await(disputed, AttemptState.CAPTURED);
        plat.turn(card, Duration.ofDays(3));
        payOut(2500);

        Report report = reconciled();

        assertAllExplained(report, 6);
        assertThat(sum(AccountKind.BANK, "")).isEqualTo(2500);
        assertThat(sum(AccountKind.DISPUTES, "stripe")).isEqualTo(3000);
        // 1.5 % and 25 of each charge, 1500 of the dispute.
        assertThat(sum(AccountKind.FEES, "stripe")).isEqualTo(55 + 88 + 70 + 1500);

        Dispute dispute = shop.v1().disputes().list().getData().getFirst();
        shop.v1()
                .disputes()
                .update(
                        dispute.getId(),
                        DisputeUpdateParams.builder()
                                .setEvidence(
                                        DisputeUpdateParams.Evidence.builder()
                                                .setUncategorizedText("winning_evidence")
                                                .build())
                                .build(),
                        Purchases.anyKey());

        assertAllExplained(reconciled(), 7);
        assertThat(sum(AccountKind.DISPUTES, "stripe")).isZero();
        assertThat(sum(AccountKind.FEES, "stripe")).isEqualTo(55 + 88 + 70);
        assertThat(reconciled()).isEqualTo(reconciled());
    }

    /** No webhook, no poll of events: the account itself tells. */
    @Test
    void whatNobodyToldUsIsFetchedAndBooked() throws Exception {
        card.play("", "hook-lose", ", \"times\": 100");
        Payment payment = paid(1999, GOOD);
        assertThat(plat.payments.find(payment.id()).newest().state())
                .isEqualTo(AttemptState.ACTION);

        Report report = reconciled();

        assertAllExplained(report, 1);
        assertThat(plat.payments.find(payment.id()).payment().captured()).isEqualTo(1999);
    }

    @Test
    void takenTwiceGoesBackOnce() throws Exception {
        Payment payment = captured(1999);
        Id attempt = plat.payments.find(payment.id()).newest().id();
        PaymentIntent again = takenElsewhere(1999, Map.of("attempt", attempt.toString()));

        Report first = reconciled();

        assertThat(first.differences())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.verdict()).isEqualTo(Verdict.DUPLICATE);
                    assertThat(it.subject()).contains(attempt.toString());
                    assertThat(it.reason()).contains(again.getId());
                });
        Waits.until(
                "the surplus is back",
                () -> {
                    plat.work();
                    return reconciled().counts().all() == 3;
                });
        Report report = reconciled();
        assertThat(report.explainedBasisPoints()).isEqualTo(10_000);
        assertThat(card.journal(again.getId())).containsExactly("captured 1999", "refunded 1999");
        assertThat(report.balances().orElseThrow())
                .allSatisfy(it -> assertThat(it.difference().isZero()).isTrue());
        assertThat(plat.payments.find(payment.id()).payment().refunded()).isZero();
        assertThat(sum(AccountKind.REFUNDS_DUE, payment.account().toString())).isZero();
    }

    /** The process is gone. */
    private static final class Ended extends Error {
        @Serial private static final long serialVersionUID = 1L;
    }

    /** What is booked where the payment lies, and then not written down, is found as booked. */
    @Test
    void aProcessThatEndsBetweenItsTwoTransactionsBooksNothingTwice() throws Exception {
        Payment payment = captured(1999);
        Id attempt = plat.payments.find(payment.id()).newest().id();
        takenElsewhere(1999, Map.of("attempt", attempt.toString()));
        Payment disputed = paid(3000, DISPUTED);
        plat.await(disputed, AttemptState.CAPTURED);
        plat.turn(card, Duration.ofDays(3));
        payOut(1000);
        Statement statement = plat.provider.statement();
        new MovementPoller(book(ControlPoints.NONE), statement, plat.clock).read(EVER);
        AtomicInteger ended = new AtomicInteger();
        Reconciler dying =
                reconciler(point -> {
                    if (point.equals("movement.met") || point.equals("payout.posted")) {
                        ended.incrementAndGet();
                        throw new Ended();
                    }
                });

        dying.work(turn -> assertThatThrownBy(turn::run).isInstanceOf(Ended.class));
        assertThat(ended).hasValue(5);
        plat.turn(card, Duration.ofMinutes(5));
        Report report = reconciled();

        assertThat(report.counts().all()).isEqualTo(5);
        assertThat(report.counts().waiting()).isZero();
        assertThat(report.balances().orElseThrow())
                .allSatisfy(it -> assertThat(it.difference().isZero()).isTrue());
        assertThat(sum(AccountKind.BANK, "")).isEqualTo(1000);
        assertThat(sum(AccountKind.REFUNDS_DUE, payment.account().toString())).isEqualTo(-1999);
    }

    /**
     * One of each kind; the balance comes out all the same, since what is unclear is in suspense.
     */
    @Test
    void eachPlantedDifferenceIsFoundAndNamed() throws Exception {
        captured(1999);
        PaymentIntent nobodys = takenElsewhere(700, Map.of());
        Id unknown = plat.ids.nextAnywhere(IdKind.ATTEMPT);
        takenElsewhere(800, Map.of("attempt", unknown.toString()));
        Payment held = plat.wish(1500, Capture.MANUAL);
        plat.payments.open(held);
        buyer.pay(Objects.requireNonNull(plat.payments.find(held.id()).newest().page()), GOOD);
        plat.await(held, AttemptState.AUTHORISED);
        card.play("payment_intents.capture", "wrong-amount");
        plat.payments.capture(held.id(), 1200);
        plat.await(held, AttemptState.REVIEW);
        Id believed = believed(4321);
        plat.turn(card, Duration.ofHours(1));

        Report report = reconciled();

        assertThat(report.clean()).isFalse();
        assertThat(report.differences().stream().map(Report.Difference::verdict))
                .containsExactlyInAnyOrder(Verdict.SUSPENSE, Verdict.SUSPENSE, Verdict.AMOUNT_DIFF);
        assertThat(report.differences())
                .anySatisfy(it -> {
                    assertThat(it.movement().amount()).isEqualTo(Money.of(700, "EUR"));
                    assertThat(it.movement().source()).isEqualTo(nobodys.getLatestCharge());
                    assertThat(it.reason()).contains("without a mark");
                })
                .anySatisfy(it -> {
                    assertThat(it.subject()).contains(unknown.toString());
                    assertThat(it.reason()).contains("not known here");
                })
                .anySatisfy(it -> {
                    assertThat(it.subject())
                            .contains(plat.payments.find(held.id()).newest().id().toString());
                    assertThat(it.reason()).contains("ours is review");
                });
        assertThat(report.missing())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.subject()).isEqualTo(believed.toString());
                    assertThat(it.amount()).isEqualTo(Money.of(4321, "EUR"));
                });
        assertThat(report.counts().settled()).isZero();
        plat.turn(card, Duration.ofHours(1));
        Report later = reconciled();
        assertThat(later.explainedBasisPoints()).isEqualTo(2_500);
        assertThat(later.balances().orElseThrow())
                .allSatisfy(it -> assertThat(it.difference()).isEqualTo(Money.of(-4321, "EUR")));
        long odd =
                report.differences().stream().mapToLong(it -> it.movement().amount().minor()).sum();
        assertThat(later.suspense()).containsExactly(Money.of(-odd, "EUR"));
    }

    /** Books what the provider never moved. */
    private Id believed(long minor) {
        Id attempt = plat.ids.nextAnywhere(IdKind.ATTEMPT);
        plat.router.write(
                attempt,
                tx -> {
                    try (var insert =
                            tx.connection()
                                    .prepareStatement(
                                            """
                                            INSERT INTO expected_movement
                                              (bucket, subject, kind, provider, amount, currency, since, due)
                                            VALUES (?, ?, 'charge', 'stripe', ?, 'EUR', now(), now())
                                            """)) {
                        insert.setShort(1, (short) tx.bucket().number());
                        insert.setObject(2, attempt.uuid());
                        insert.setLong(3, minor);
                        insert.executeUpdate();
                    }
                    Money money = Money.of(minor, "EUR");
                    return new Ledger()
                            .post(
                                    tx,
                                    new Journal(
                                            attempt + "/captured",
                                            JournalKind.CAPTURE,
                                            Instant.now(),
                                            Line.debit(
                                                    new Account(AccountKind.PROVIDER, "stripe"),
                                                    money),
                                            Line.credit(
                                                    new Account(AccountKind.RECEIVABLE, "x"),
                                                    money)));
                });
        return attempt;
    }

    private long sum(AccountKind kind, String subject) {
        return plat
                .router
                .scatter(
                        Deadline.in(Duration.ofSeconds(20)),
                        tx -> {
                            try (var select =
                                    tx.connection()
                                            .prepareStatement(
                                                    """
                                                    SELECT coalesce(sum(balance), 0) FROM ledger_account
                                                     WHERE kind = ? AND subject = ?
                                                    """)) {
                                select.setString(1, kind.text());
                                select.setString(2, subject);
                                try (var row = select.executeQuery()) {
                                    row.next();
                                    return row.getLong(1);
                                }
                            }
                        })
                .parts()
                .stream()
                .mapToLong(it -> it)
                .sum();
    }
}
