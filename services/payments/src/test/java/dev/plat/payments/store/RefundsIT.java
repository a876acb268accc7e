package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.RepaymentOutcome;
import dev.plat.payments.refund.Refund;
import dev.plat.payments.refund.RefundState;
import dev.plat.payments.refund.RefundWish;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What goes back, as rows and in the books: what was taken, and no more. */
@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
final class RefundsIT extends PaymentsOnAServer {

    RefundsIT(PostgresServers servers) {
        super(servers);
    }

    @Test
    void aRefundIsOwedThenPaid() throws SQLException {
        Payment payment = paid(Capture.AUTOMATIC);
        Id first = ids.next(IdKind.REFUND, payment.id());
        provider.refunds.put(first, new RepaymentOutcome.Pending("re_1"));

        assertThat(refunds.request(first, payment.id(), 500).state())
                .isEqualTo(RefundState.PENDING);
        assertBooks(payment, 1999, -1499, -500);
        provider.refunds.put(first, new RepaymentOutcome.Done("re_1"));
        refunds.observe(first);
        refunds.observe(first);

        assertBooks(payment, 1499, -1499, 0);
        assertThat(refunds.request(first, payment.id(), 500).state()).isEqualTo(RefundState.DONE);
        assertThatThrownBy(() -> refunds.request(first, payment.id(), 501))
                .hasMessageContaining("idempotency-mismatch");
        assertThatThrownBy(() ->
                        refunds.request(ids.next(IdKind.REFUND, payment.id()), payment.id(), 1500))
                .hasMessageContaining("refund-too-large")
                .hasMessageContaining("allowed=1499");
        // a bank may send it back a week later
        provider.refunds.put(first, new RepaymentOutcome.Failed("account_closed"));
        refunds.observe(first);
        assertBooks(payment, 1999, -1499, -500);
    }

    /** An operator has given back a part of it before. */
    @Test
    void whatIsLeftGoesBackWhereThatWillDo() throws SQLException {
        Payment payment = paid(Capture.AUTOMATIC);
        refunds.request(ids.next(IdKind.REFUND, payment.id()), payment.id(), 500);
        RefundWish wish = wish(payment);

        assertThat(refunds.request(wish).amount().minor()).isEqualTo(1499);
        assertThat(refunds.request(wish).amount().minor()).as("again").isEqualTo(1499);

        assertBooks(payment, 0, 0, 0);
        assertThatThrownBy(() -> refunds.request(wish(payment)))
                .hasMessageContaining("refund-too-large")
                .hasMessageContaining("allowed=0");
    }

    private RefundWish wish(Payment payment) {
        return new RefundWish(
                ids.next(IdKind.REFUND, payment.id()), payment.id(), 1999, List.of(), true);
    }

    @Test
    void ofManyRefundsAtOnceNoMoreThanWasTakenGoesBack() throws Exception {
        Payment payment = paid(Capture.AUTOMATIC);

        List<Future<Refund>> asked =
                PaymentsIT.together(
                        8,
                        () ->
                                refunds.request(
                                        ids.next(IdKind.REFUND, payment.id()), payment.id(), 700));

        int done = 0;
        for (Future<Refund> one : asked) {
            try {
                assertThat(one.get().state()).isEqualTo(RefundState.DONE);
                done++;
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .isInstanceOf(PlatException.class)
                        .hasMessageContaining("refund-too-large");
            }
        }
        assertThat(done).isEqualTo(2);
        assertBooks(payment, 599, -599, 0);
    }
}
