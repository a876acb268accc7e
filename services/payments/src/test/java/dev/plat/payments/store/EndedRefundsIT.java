package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.invoice.Invoices;
import dev.plat.payments.invoice.Sold;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.money.Money;
import dev.plat.payments.operator.OpenCase;
import dev.plat.payments.operator.Said;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.RepaymentOutcome;
import dev.plat.payments.refund.Refund;
import dev.plat.payments.refund.RefundEnd;
import dev.plat.payments.refund.RefundState;
import dev.plat.router.core.RoutedSqlException;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/**
 * Refunds that the provider has given up, or of which nobody can tell, until a person ends them.
 */
@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
final class EndedRefundsIT extends PaymentsOnAServer {

    private static final Said ANNA = new Said("anna", "the buyer's card is gone");

    private final Invoices invoices = new Invoices();
    private final PostgresCases cases = new PostgresCases(router);

    EndedRefundsIT(PostgresServers servers) {
        super(servers);
    }

    /** Paid, with an invoice of which the half is tax-free. */
    private Payment bought() {
        Payment payment = payment(Capture.AUTOMATIC);
        Sold line =
                new Sold(
                        1,
                        Sold.Kind.NAME,
                        "domain-test",
                        "domain-test-1",
                        "a.test, 1 year",
                        null,
                        1,
                        Money.of(1680, "EUR"),
                        Money.of(319, "EUR"),
                        "DE",
                        "19");
        Id attempt = payments.open(payment, List.of(line)).newest().id();
        provider.pay(attempt, payment.amount(), Capture.AUTOMATIC);
        later(Duration.ofDays(2));
        attempts.drive(attempt);
        return payment;
    }

    private Refund failed(Payment payment) {
        Id refund = ids.next(IdKind.REFUND, payment.id());
        provider.refunds.put(refund, new RepaymentOutcome.Failed("expired_or_canceled_card"));
        return refunds.request(refund, payment.id(), 1999);
    }

    private Refund inReview(Payment payment) {
        Id refund = ids.next(IdKind.REFUND, payment.id());
        provider.refunds.put(refund, new RepaymentOutcome.Contradiction("another sum"));
        return refunds.request(refund, payment.id(), 1999);
    }

    private Refund settle(Refund refund, RefundEnd how) {
        Id next = how == RefundEnd.AGAIN ? ids.next(IdKind.REFUND, refund.id()) : null;
        return refunds.settle(refund.id(), how, next, ANNA);
    }

    private long notes(Payment payment) {
        return router
                .<List<Invoice>>read(
                        payment.account(), tx -> invoices.of(tx, payment.account(), 10))
                .stream()
                .filter(it -> it.kind() == Invoice.Kind.CREDIT_NOTE)
                .count();
    }

    private boolean waits(Refund refund) {
        return cases.open(1000).stream()
                .map(OpenCase::what)
                .anyMatch(refund.id().toString()::equals);
    }

    @Test
    void whatFailedIsTriedAgainUnderAnotherNumber() throws SQLException {
        Payment payment = bought();
        Refund failed = failed(payment);
        assertThat(failed.state()).isEqualTo(RefundState.FAILED);
        assertThat(waits(failed)).isTrue();
        assertBooks(payment, 1999, 0, -1999);

        Refund again = settle(failed, RefundEnd.AGAIN);

        assertThat(again.state()).isEqualTo(RefundState.DONE);
        assertThat(waits(failed)).isFalse();
        assertBooks(payment, 0, 0, 0);
        assertThat(notes(payment)).isEqualTo(1);
        assertThat(payments.find(payment.id()).payment().refunded()).isEqualTo(1999);
        // Whoever asks under the old number, as an order does, is told how it ended.
        assertThat(refunds.request(failed.id(), payment.id(), 1999)).isEqualTo(again);
        assertThat(refunds.settle(failed.id(), RefundEnd.AGAIN, again.id(), ANNA)).isEqualTo(again);
        assertThatThrownBy(() -> settle(failed, RefundEnd.AGAIN))
                .hasMessageContaining("order-state");
        assertThatThrownBy(() -> settle(failed, RefundEnd.ELSEWHERE))
                .hasMessageContaining("order-state");
        assertBooks(payment, 0, 0, 0);
    }

    @Test
    void whatFailsAgainIsTriedAgain() throws SQLException {
        Payment payment = bought();
        Refund first = failed(payment);
        Id second = ids.next(IdKind.REFUND, payment.id());
        provider.refunds.put(second, new RepaymentOutcome.Failed("account_closed"));

        Refund failed = refunds.settle(first.id(), RefundEnd.AGAIN, second, ANNA);
        assertThat(failed.waits()).isTrue();
        assertBooks(payment, 1999, 0, -1999);
        assertThat(settle(failed, RefundEnd.AGAIN).state()).isEqualTo(RefundState.DONE);

        assertBooks(payment, 0, 0, 0);
        assertThat(refunds.request(first.id(), payment.id(), 1999).state())
                .isEqualTo(RefundState.DONE);
    }

    /** A bank sends it back a week after it went. */
    @Test
    void whatCameBackIsPaidPastTheProvider() throws SQLException {
        Payment payment = bought();
        Id refund = ids.next(IdKind.REFUND, payment.id());
        refunds.request(refund, payment.id(), 1999);
        provider.refunds.put(refund, new RepaymentOutcome.Failed("account_closed"));
        refunds.observe(refund);
        assertBooks(payment, 1999, 0, -1999);

        Refund settled = refunds.settle(refund, RefundEnd.ELSEWHERE, null, ANNA);
        refunds.settle(refund, RefundEnd.ELSEWHERE, null, ANNA);

        assertThat(settled.waits()).isFalse();
        assertBooks(payment, 1999, 0, 0);
        assertThat(balance(payment, AccountKind.BANK, "")).isEqualTo(-1999);
        assertThat(notes(payment)).isEqualTo(1);
        assertThat(audited(payment))
                .containsExactly("operator:anna refund.settled " + refund + " elsewhere");
    }

    @Test
    void whatNobodyCouldTellOfHasGoneOrHasNot() throws SQLException {
        Payment gone = bought();
        Refund went = inReview(gone);
        assertThat(went.state()).isEqualTo(RefundState.REVIEW);
        assertThat(waits(went)).isTrue();
        assertThat(settle(went, RefundEnd.WENT).state()).isEqualTo(RefundState.DONE);
        assertThat(settle(went, RefundEnd.WENT).state()).isEqualTo(RefundState.DONE);
        assertThat(waits(went)).isFalse();
        assertBooks(gone, 0, 0, 0);
        // what was said to have gone may come back like any other
        provider.refunds.put(went.id(), new RepaymentOutcome.Failed("account_closed"));
        refunds.observe(went.id());
        assertThat(waits(went)).isTrue();
        assertBooks(gone, 1999, 0, -1999);

        Payment kept = bought();
        assertThat(settle(inReview(kept), RefundEnd.AGAIN).state()).isEqualTo(RefundState.DONE);
        assertBooks(kept, 0, 0, 0);
    }

    /** It was done, and then the provider said something else of it: it is owed again first. */
    @Test
    void whatWasDoneBeforeItWasUnclearIsOwedAgain() throws SQLException {
        Payment payment = bought();
        Id refund = ids.next(IdKind.REFUND, payment.id());
        refunds.request(refund, payment.id(), 1999);
        provider.refunds.put(refund, new RepaymentOutcome.Contradiction("another sum"));
        refunds.observe(refund);
        assertBooks(payment, 0, 0, 0);

        refunds.settle(refund, RefundEnd.ELSEWHERE, null, ANNA);

        assertBooks(payment, 1999, 0, 0);
        assertThat(balance(payment, AccountKind.BANK, "")).isEqualTo(-1999);
    }

    @Test
    void ofManyOperatorsOneEndsIt() throws Exception {
        Payment payment = bought();
        Refund failed = failed(payment);

        int done = 0;
        for (var one : PaymentsIT.together(8, () -> settle(failed, RefundEnd.AGAIN))) {
            try {
                one.get();
                done++;
            } catch (ExecutionException e) {
                assertThat(e.getCause()).hasMessageContaining("order-state");
            }
        }

        assertThat(done).isEqualTo(1);
        assertBooks(payment, 0, 0, 0);
    }

    @Test
    void whatIsNoRefundAndWhatGoesOnByItselfIsRefused() {
        Payment payment = bought();
        Id done = ids.next(IdKind.REFUND, payment.id());
        Refund went = refunds.request(done, payment.id(), 500);
        Refund other = failed(bought());

        assertThatThrownBy(() -> settle(went, RefundEnd.AGAIN)).hasMessageContaining("order-state");
        Id nowhere = ids.next(IdKind.REFUND, payment.id());
        assertThatThrownBy(() -> refunds.settle(nowhere, RefundEnd.ELSEWHERE, null, ANNA))
                .hasMessageContaining("not-found");
        assertThatThrownBy(() -> refunds.settle(other.id(), RefundEnd.AGAIN, done, ANNA))
                .hasMessageContaining("field-invalid");
        assertThatThrownBy(() -> new Said("", "why")).isInstanceOf(PlatException.class);
        assertThatThrownBy(() -> new Said("anna", " ")).isInstanceOf(PlatException.class);
    }

    @Test
    void theNumberOfAnotherRefundIsNotTheNext() {
        Payment payment = bought();
        Id taken = ids.next(IdKind.REFUND, payment.id());
        refunds.request(taken, payment.id(), 999);
        Id failing = ids.next(IdKind.REFUND, payment.id());
        provider.refunds.put(failing, new RepaymentOutcome.Failed("account_closed"));
        refunds.request(failing, payment.id(), 1000);

        assertThatThrownBy(() -> refunds.settle(failing, RefundEnd.AGAIN, taken, ANNA))
                .hasMessageContaining("idempotency-mismatch");
        assertThatThrownBy(
                        () -> {
                            String sql = "UPDATE refund SET settled = 'again' WHERE bucket = ?";
                            router.write(
                                    payment.id(),
                                    tx -> {
                                        try (PreparedStatement update =
                                                tx.connection().prepareStatement(sql)) {
                                            update.setShort(1, (short) tx.bucket().number());
                                            return update.executeUpdate();
                                        }
                                    });
                        })
                .isInstanceOf(RoutedSqlException.class)
                .hasMessageContaining("refund_settled");
    }

    private List<String> audited(Payment payment) {
        String sql =
                """
                SELECT actor || ' ' || action || ' ' || subject || ' ' || (facts ->> 'how') FROM audit_entry
                 WHERE bucket = ? ORDER BY seq\
                """;
        return router.read(
                payment.id(),
                tx -> {
                    try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
                        select.setShort(1, (short) tx.bucket().number());
                        List<String> lines = new ArrayList<>();
                        try (ResultSet row = select.executeQuery()) {
                            while (row.next()) {
                                lines.add(row.getString(1));
                            }
                        }
                        return lines;
                    }
                });
    }
}
