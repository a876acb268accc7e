package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.invoice.Invoices;
import dev.plat.payments.invoice.Sold;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.refund.RefundWish;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.IdKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What goes back is for lines as the order numbers them; its invoice numbers them by itself. */
@Servers(postgres = 1, tier = "payments")
final class CreditedLinesIT extends PaymentsOnAServer {

    CreditedLinesIT(PostgresServers servers) {
        super(servers);
    }

    private Invoice note(Payment payment, int line) {
        refunds.request(
                new RefundWish(
                        ids.next(IdKind.REFUND, payment.id()),
                        payment.id(),
                        500,
                        List.of(line),
                        false));
        List<Invoice> all =
                router.read(payment.account(), tx -> new Invoices().of(tx, payment.account(), 10));
        return all.getFirst();
    }

    private Payment opened(Capture capture, Sold... lines) {
        Payment payment = payment(capture);
        var attempt = payments.open(payment, List.of(lines)).newest().id();
        provider.pay(attempt, payment.amount(), capture);
        later(Duration.ofDays(2));
        attempts.drive(attempt);
        return payment;
    }

    @Test
    void aLineThatCostNothingDoesNotShiftTheOthers() throws SQLException {
        Payment payment =
                opened(
                        Capture.AUTOMATIC,
                        name(1, "gift.test", 0),
                        name(2, "a.test", 999),
                        name(3, "b.test", 1000));

        assertThat(note(payment, 2).lines())
                .extracting(Sold::description)
                .containsExactly("a.test");
        assertThat(note(payment, 3).lines())
                .extracting(Sold::description)
                .containsExactly("b.test");
        assertBooks(payment, 999, 0, 0);
    }

    @Test
    void aLineThatWasNotTakenDoesNotEither() throws SQLException {
        Payment payment =
                opened(
                        Capture.MANUAL,
                        name(1, "gone.test", 499),
                        name(2, "a.test", 700),
                        name(3, "b.test", 800));
        payments.capture(payment.id(), 1500, List.of(2, 3));

        assertThat(note(payment, 2).lines())
                .extracting(Sold::description)
                .containsExactly("a.test");
        assertBooks(payment, 1000, 0, 0);
    }
}
