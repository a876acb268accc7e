package dev.plat.checkout.pages;

import dev.plat.checkout.OrderWords;
import dev.plat.checkout.call.Billing;
import dev.plat.checkout.order.Amount;
import dev.plat.checkout.order.Order;
import dev.plat.checkout.order.OrderLine;
import dev.plat.checkout.order.OrderState;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A purchase: how it stands, and the receipt when it is over.
 *
 * @param taken what was taken, where that is not the total; empty: it is, or nothing was yet
 * @param documents its invoice, and what takes it back
 * @param returned what of it goes back after it was delivered; empty: nothing
 * @param tone {@code good}, {@code wait} or {@code bad}
 * @param checking whether it waits for somebody else's word
 * @param payable whether another page to pay at can be opened
 * @param open whether it can be given up
 */
public record OrderPage(
        String id,
        String state,
        String tone,
        String sentence,
        String placed,
        List<Line> lines,
        String total,
        String taken,
        List<Document> documents,
        String returned,
        boolean checking,
        boolean payable,
        boolean open) {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.UK)
                    .withZone(ZoneOffset.UTC);

    public record Line(String what, String term, String total) {}

    /** To print. */
    public record Document(String id, String what, String total) {}

    /**
     * As it stands.
     *
     * @param invoices all of the account that are at hand
     * @param back whether the buyer has just come from paying: then it is not offered again before
     *     it is known how that went
     */
    static OrderPage of(Order order, List<Billing.Invoice> invoices, Instant now, boolean back) {
        // An order, its payment and its invoice have one number.
        String invoice = new Id(IdKind.INVOICE, order.id().uuid()).toString();
        List<Billing.Invoice> its =
                invoices.stream()
                        .filter(it -> it.invoice().equals(invoice) || invoice.equals(it.corrects()))
                        .toList();
        boolean unpaid = order.state() == OrderState.AWAITING_PAYMENT && order.goal() == null;
        boolean waits = unpaid && !back;
        boolean begun =
                order.goal() == null
                        && (order.state() == OrderState.DRAFT
                                || order.state() == OrderState.RESERVED);
        return new OrderPage(
                order.id().toString(),
                order.state().text(),
                tone(order.state()),
                unpaid && back ? "We are checking your payment." : OrderWords.sentence(order),
                DAY.format(order.placed()),
                order.lines().stream().map(line -> line(order, line)).toList(),
                text(order.total()),
                order.charged()
                        .filter(sum -> !sum.equals(order.total()))
                        .map(OrderPage::text)
                        .orElse(""),
                its.stream().map(OrderPage::document).toList(),
                order.state() == OrderState.FULFILLED ? returned(its, order) : "",
                !order.state().last() && order.state() != OrderState.PARKED,
                waits && now.isBefore(order.expires()),
                waits || begun);
    }

    private static Document document(Billing.Invoice it) {
        return new Document(it.invoice(), it.title() + " " + it.number(), Sums.text(it.signed()));
    }

    private static String returned(List<Billing.Invoice> its, Order order) {
        long minor =
                its.stream()
                        .filter(Billing.Invoice::refund)
                        .mapToLong(it -> it.total().amount())
                        .sum();
        return minor == 0 ? "" : Sums.text(minor, order.total().currency());
    }

    private static String tone(OrderState state) {
        return switch (state) {
            case FULFILLED -> "good";
            case DRAFT, RESERVED, AWAITING_PAYMENT, PROVISIONING -> "wait";
            case REFUND_DUE, REFUNDED, EXPIRED, CANCELLED, PARKED -> "bad";
        };
    }

    private static Line line(Order order, OrderLine line) {
        boolean name = line.kind() == OrderLine.Kind.NAME;
        String years = line.quantity() == 1 ? "1 year" : line.quantity() + " years";
        boolean lost = order.state() == OrderState.FULFILLED && !order.delivered().contains(line);
        return new Line(
                name ? line.subject() : "Plan " + line.subject(),
                (name ? years : "until you cancel")
                        + TermsWords.within(line)
                        + (lost ? "; could not be had" : ""),
                text(line.total()));
    }

    private static String text(Amount amount) {
        return Sums.text(amount.minor(), amount.currency());
    }
}
