package dev.plat.payments.api;

import dev.plat.payments.api.PaymentAnswer.Amount;
import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.invoice.Sold;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invoice or a credit note.
 *
 * @param kind {@code invoice} or {@code credit-note}
 * @param state {@code open paid void}, of a credit note {@code issued}
 * @param corrects of a credit note: the invoice
 * @param refund of a credit note: whether money goes back for it
 */
@Serdeable
record InvoiceAnswer(
        String invoice,
        String kind,
        String number,
        String date,
        Amount net,
        Amount tax,
        Amount total,
        String state,
        @Nullable String corrects,
        boolean refund,
        List<Line> lines) {

    @Serdeable
    record All(List<InvoiceAnswer> invoices) {}

    @Serdeable
    record Line(String description, int quantity, Amount net, Amount tax) {}

    static InvoiceAnswer of(Invoice invoice) {
        return new InvoiceAnswer(
                invoice.id().toString(),
                invoice.kind().text(),
                invoice.number(),
                InvoiceController.day(invoice).toString(),
                Amount.of(invoice.net()),
                Amount.of(invoice.tax()),
                Amount.of(invoice.total()),
                invoice.state().text(),
                invoice.corrects() == null ? null : invoice.corrects().toString(),
                invoice.refunds(),
                invoice.lines().stream().map(InvoiceAnswer::line).toList());
    }

    private static Line line(Sold line) {
        return new Line(
                line.description(), line.quantity(), Amount.of(line.net()), Amount.of(line.tax()));
    }
}
