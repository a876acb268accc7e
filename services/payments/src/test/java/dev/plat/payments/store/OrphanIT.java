package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.orphan.Orders;
import dev.plat.payments.orphan.OrphanSweeper;
import dev.plat.payments.orphan.Secured;
import dev.plat.payments.payment.AttemptDriver;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.payment.Payments;
import dev.plat.payments.provider.Capture;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Money that no order takes does not stay. */
@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
final class OrphanIT extends PaymentsOnAServer {

    private final PostgresSecuredBook secured = new PostgresSecuredBook(router);
    private final List<Id> asked = new ArrayList<>();

    OrphanIT(PostgresServers servers) {
        super(servers);
    }

    private void sweep(Orders orders) {
        new OrphanSweeper(
                        secured,
                        payment -> {
                            asked.add(payment);
                            return orders.changed(payment);
                        },
                        payments,
                        refunds,
                        () -> now)
                .sweep(Runnable::run);
    }

    private boolean waits(Payment payment) {
        return secured.due(now.plus(Duration.ofDays(1)), 1000).stream()
                .map(Secured::payment)
                .anyMatch(payment.id()::equals);
    }

    /** As checkout opens one: it has its order's number. */
    private Payment bought(Capture capture) {
        Payment any = payment(capture);
        Payment payment =
                new Payment(
                        new Id(IdKind.PAYMENT, any.order().uuid()),
                        any.account(),
                        any.order(),
                        any.amount(),
                        capture,
                        any.returnUrl(),
                        any.cancelUrl(),
                        0,
                        0);
        Id attempt = payments.open(payment).newest().id();
        provider.pay(attempt, payment.amount(), capture);
        later(Duration.ofDays(2));
        attempts.drive(attempt);
        return payment;
    }

    @Test
    void whatAnOrderHasTakenNoticeOfIsLeftToIt() throws Exception {
        Payment payment = bought(Capture.AUTOMATIC);
        assertThat(waits(payment)).isTrue();

        later(Duration.ofMinutes(2));
        sweep(_ -> Optional.of("awaiting-payment"));
        assertThat(waits(payment)).isTrue();
        later(Duration.ofMinutes(2));
        sweep(_ -> Optional.of("provisioning"));

        assertThat(asked).filteredOn(payment.id()::equals).hasSize(2);
        assertThat(waits(payment)).isFalse();
        assertBooks(payment, 1999, -1999, 0);
    }

    @Test
    void takenMoneyWithoutAnOrderGoesBackAfterSixHours() throws Exception {
        Payment payment = bought(Capture.AUTOMATIC);

        later(Duration.ofHours(5));
        sweep(_ -> Optional.empty());
        assertBooks(payment, 1999, -1999, 0);
        later(Duration.ofHours(2));
        sweep(_ -> Optional.of("expired"));
        later(Duration.ofMinutes(2));
        sweep(_ -> Optional.of("expired"));

        assertBooks(payment, 0, 0, 0);
        assertThat(payments.find(payment.id()).payment().refunded()).isEqualTo(1999);
        assertThat(waits(payment)).isFalse();
    }

    @Test
    void heldMoneyWithoutAnOrderIsLetGoAfterSixHours() {
        Payment payment = bought(Capture.MANUAL);

        later(Duration.ofHours(7));
        sweep(_ -> Optional.empty());
        later(Duration.ofMinutes(2));
        sweep(_ -> Optional.empty());

        assertThat(payments.find(payment.id()).newest().state()).isEqualTo(AttemptState.VOIDED);
        assertThat(waits(payment)).isFalse();
    }

    /** Checkout may be away for days: that says nothing about its orders. */
    @Test
    void whereNobodyAnswersNothingGoesBack() throws Exception {
        Payment payment = bought(Capture.AUTOMATIC);

        later(Duration.ofDays(3));
        sweep(_ -> {
            throw new PlatException(ErrorCode.TRY_AGAIN, "Away.");
        });

        assertBooks(payment, 1999, -1999, 0);
        assertThat(waits(payment)).isTrue();
        later(Duration.ofMinutes(2));
        sweep(_ -> Optional.of("fulfilled"));
    }

    /** A renewal has no order at checkout, which must not cost it its money. */
    @Test
    void whatNoOrderWasForIsNotLookedAt() {
        Payment payment = paid(Capture.AUTOMATIC);

        assertThat(waits(payment)).isFalse();
    }

    @Test
    void whatAnOrderWaitsForIsToldOnce() {
        List<Id> told = new ArrayList<>();
        var telling =
                new PostgresPaymentBook(
                        router,
                        provider.name(),
                        () -> now,
                        ids,
                        ControlPoints.NONE,
                        minutes,
                        (_, payment) -> told.add(payment),
                        Settling.NOTHING);
        var driver = new AttemptDriver(telling, provider, () -> now, ControlPoints.NONE);
        var service = new Payments(telling, driver, ids, () -> now, ControlPoints.NONE);
        Payment payment = payment(Capture.MANUAL);
        Id attempt = service.open(payment).newest().id();
        assertThat(told).isEmpty();

        provider.pay(attempt, payment.amount(), Capture.MANUAL);
        later(Duration.ofDays(2));
        driver.drive(attempt);
        driver.drive(attempt);
        assertThat(told).containsExactly(payment.id());
        service.capture(payment.id(), 1999);

        assertThat(told).containsExactly(payment.id(), payment.id());
    }
}
