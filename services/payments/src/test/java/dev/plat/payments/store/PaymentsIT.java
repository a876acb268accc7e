package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.payment.PaymentBook.Standing;
import dev.plat.payments.payment.Payments;
import dev.plat.payments.provider.Capture;
import dev.plat.router.core.RoutedSqlException;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.PlatException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Payments and attempts as rows, and what they come to in the books. */
@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
final class PaymentsIT extends PaymentsOnAServer {

    PaymentsIT(PostgresServers servers) {
        super(servers);
    }

    @Test
    void whatWasPaidIsBookedOnce() throws SQLException {
        Payment payment = payment(Capture.AUTOMATIC);
        Standing opened = payments.open(payment);
        assertThat(opened.newest().state()).isEqualTo(AttemptState.ACTION);
        assertThat(opened.newest().page()).startsWith("https://pay.test/att_");
        assertThat(payments.open(payment)).isEqualTo(opened);

        provider.pay(opened.newest().id(), payment.amount(), Capture.AUTOMATIC);
        later(Duration.ofDays(1));
        attempts.advance(Runnable::run);
        attempts.observe(opened.newest().id(), opened.newest().refs());

        Standing paid = payments.find(payment.id());
        assertThat(paid.newest().state()).isEqualTo(AttemptState.CAPTURED);
        assertThat(paid.payment().captured()).isEqualTo(1999);
        assertBooks(payment, 1999, -1999, 0);
        assertThat(payments.again(payment.id()).newest().id()).isEqualTo(opened.newest().id());
    }

    @Test
    void anotherWishUnderTheSameIdIsRefused() {
        Payment payment = payment(Capture.AUTOMATIC);
        payments.open(payment);
        Payment dearer =
                new Payment(
                        payment.id(),
                        payment.account(),
                        payment.order(),
                        Money.of(2000, "EUR"),
                        payment.capture(),
                        payment.returnUrl(),
                        payment.cancelUrl(),
                        0,
                        0);

        assertThatThrownBy(() -> payments.open(dearer))
                .hasMessageContaining("idempotency-mismatch");
    }

    @Test
    void ofWhatIsHeldAPartIsTaken() throws SQLException {
        Payment payment = paid(Capture.MANUAL);
        assertThat(payments.find(payment.id()).newest().state()).isEqualTo(AttemptState.AUTHORISED);
        assertBooks(payment, 0, 0, 0);

        assertThat(payments.capture(payment.id(), 1500).newest().state())
                .isEqualTo(AttemptState.CAPTURED);
        payments.capture(payment.id(), 1500);

        assertThat(payments.find(payment.id()).payment().captured()).isEqualTo(1500);
        assertBooks(payment, 1500, -1500, 0);
        assertThatThrownBy(() -> payments.capture(payment.id(), 1400))
                .hasMessageContaining("order-state");
        assertThatThrownBy(() -> payments.cancel(payment.id())).hasMessageContaining("order-state");
    }

    @Test
    void whatIsHeldIsLetGo() {
        Payment payment = paid(Capture.MANUAL);

        assertThat(payments.cancel(payment.id()).newest().state()).isEqualTo(AttemptState.VOIDED);
        assertThat(payments.cancel(payment.id()).newest().state()).isEqualTo(AttemptState.VOIDED);
    }

    /** Everybody clicks "pay again" at once. */
    @Test
    void ofManyClicksOneAttemptLives() throws Exception {
        Payment payment = payment(Capture.AUTOMATIC);
        payments.open(payment);

        List<Future<Standing>> clicks = together(12, () -> payments.again(payment.id()));

        int answered = 0;
        for (Future<Standing> click : clicks) {
            try {
                click.get();
                answered++;
            } catch (ExecutionException e) {
                assertThat(e.getCause()).hasMessageContaining("payment-in-progress");
            }
        }
        assertThat(answered).isPositive();
        assertThat(count(payment, "state NOT IN ('voided', 'errored', 'declined')")).isEqualTo(1);
    }

    @Test
    void theDatabaseItselfLetsOneLiveAndNothingBeTakenTwice() {
        Payment payment = paid(Capture.AUTOMATIC);

        assertThatThrownBy(() ->
                        execute(
                                payment,
                                """
                                INSERT INTO attempt (bucket, attempt_id, payment_id, number, expires, state, sent, looks,
                                                     wish, wish_minor, wish_sent, captured, surplus, epoch)
                                SELECT bucket, overlay(attempt_id::text placing
                                         CASE right(attempt_id::text, 1) WHEN '0' THEN '1' ELSE '0' END from 36)::uuid,
                                       payment_id, 9, expires, 'created', 0, 0, 'none', 0, false, 0, false, 0
                                  FROM attempt WHERE bucket = ? AND payment_id = ?\
                                """))
                .isInstanceOf(RoutedSqlException.class)
                .hasMessageContaining("attempt_live");
        for (String change :
                List.of("captured = captured + 1", "refunded = captured + 1", "refunded = -1")) {
            assertThatThrownBy(() ->
                            execute(
                                    payment,
                                    "UPDATE payment SET "
                                            + change
                                            + " WHERE bucket = ? AND payment_id = ?"))
                    .as(change)
                    .hasMessageContaining("payment_never_too_much");
        }
    }

    /** What the provider took on an attempt that was given up goes back by itself. */
    @Test
    void whatWasTakenTooMuchIsOwedAndGoesBack() throws SQLException {
        Payment payment = payment(Capture.AUTOMATIC);
        Attempt given = payments.open(payment).newest();
        Attempt second = payments.again(payment.id()).newest();
        assertThat(second.id()).isNotEqualTo(given.id());
        provider.pay(second.id(), payment.amount(), Capture.AUTOMATIC);
        attempts.observe(second.id(), second.refs());

        provider.pay(given.id(), payment.amount(), Capture.AUTOMATIC);
        attempts.observe(given.id(), given.refs());

        assertThat(payments.find(payment.id()).newest().id()).isEqualTo(second.id());
        assertThat(payments.find(payment.id()).payment().captured()).isEqualTo(1999);
        assertBooks(payment, 2 * 1999, -1999, -1999);
        refunds.advance(Runnable::run);
        assertBooks(payment, 1999, -1999, 0);
        assertThat(provider.refunds).hasSizeGreaterThanOrEqualTo(1);
    }

    /** "Pay again" is on its way when the purchase is given up: its page must not open. */
    @Test
    void aTryThatComesAfterThePaymentWasClosedOpensNoPage() {
        Payment payment = payment(Capture.MANUAL);
        payments.open(payment);
        Payments late =
                new Payments(
                        book,
                        attempts,
                        ids,
                        () -> now,
                        point -> {
                            if (point.equals("attempt.decided")) {
                                payments.expire(payment.id());
                            }
                        });

        assertThatThrownBy(() -> late.again(payment.id()))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("order-state");
        assertThatThrownBy(() -> payments.again(payment.id()))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("order-state");

        assertThat(count(payment, "true")).isEqualTo(1);
        assertThat(payments.find(payment.id()).newest().state()).isEqualTo(AttemptState.VOIDED);
    }

    static <T> List<Future<T>> together(int count, Callable<T> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return new ArrayList<>(
                    threads.invokeAll(
                            IntStream.range(0, count).<Callable<T>>mapToObj(_ -> work).toList()));
        }
    }

    private void execute(Payment payment, String sql) {
        router.write(
                payment.id(),
                tx -> {
                    try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
                        statement.setShort(1, (short) tx.bucket().number());
                        statement.setObject(2, payment.id().uuid());
                        return statement.executeUpdate();
                    }
                });
    }

    private int count(Payment payment, String where) {
        return router.read(
                payment.id(),
                tx -> {
                    try (PreparedStatement select =
                            tx.connection()
                                    .prepareStatement(
                                            "SELECT count(*) FROM attempt WHERE bucket = ? AND payment_id = ? AND "
                                                    + where)) {
                        select.setShort(1, (short) tx.bucket().number());
                        select.setObject(2, payment.id().uuid());
                        var row = select.executeQuery();
                        row.next();
                        return row.getInt(1);
                    }
                });
    }
}
