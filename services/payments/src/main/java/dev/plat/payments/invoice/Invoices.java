package dev.plat.payments.invoice;

import dev.plat.payments.ledger.Journal;
import dev.plat.payments.money.Money;
import dev.plat.payments.outgoing.Event;
import dev.plat.payments.outgoing.EventType;
import dev.plat.payments.outgoing.Telling;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes documents in the transaction of what they document.
 *
 * <p>Threads: safe.
 */
public final class Invoices {

    /** As it stands on every document. */
    private static final String SELLER = "Plat";

    private final InvoiceSql invoices = new InvoiceSql();
    private final Telling telling = new Telling();

    /**
     * What was made, and what it comes to in the books; the caller posts, for posting comes last.
     *
     * @param journal empty for a document of nothing
     */
    public record Issued(Invoice invoice, Optional<Journal> journal) {}

    /**
     * A part of a line that goes back.
     *
     * @param earned how much of its net is earned already, and is taken out of what was earned
     */
    public record Credit(Sold part, Money earned) {}

    /**
     * Of what an invoice is made.
     *
     * @param id an {@code INVOICE} in the account's bucket; of what a payment settles the payment's
     *     number
     */
    public record Basis(
            Id id,
            Id account,
            String fact,
            @Nullable Id order,
            @Nullable Id payment,
            @Nullable Id subscription,
            List<Sold> lines) {}

    /**
     * The invoice of a fact, made when there is none.
     *
     * @param paid whether it is settled by what it documents
     */
    public Issued issue(Tx tx, Basis basis, boolean paid, Instant now) throws SQLException {
        Optional<Invoice> known = invoices.byFact(tx, basis.fact());
        if (known.isPresent()) {
            return new Issued(known.get(), Optional.empty());
        }
        Instant issued = now.truncatedTo(ChronoUnit.MICROS);
        Invoice invoice =
                new Invoice(
                        basis.id(),
                        basis.account(),
                        Invoice.Kind.INVOICE,
                        number(tx, issued, Invoice.Kind.INVOICE),
                        basis.fact(),
                        issued,
                        basis.order(),
                        basis.payment(),
                        basis.subscription(),
                        null,
                        paid ? Invoice.State.PAID : Invoice.State.OPEN,
                        SELLER,
                        InvoiceDocument.TEMPLATE,
                        numbered(basis.lines()));
        invoices.insert(tx, invoice);
        tell(tx, invoice, EventType.INVOICE_CREATED);
        return new Issued(invoice, InvoicePostings.of(invoice, List.of()));
    }

    /**
     * The credit note of a fact, made when there is none: takes back these parts of an invoice's
     * lines.
     *
     * @param id an {@code INVOICE}, too
     */
    public Issued credit(
            Tx tx, Id id, Invoice invoice, String fact, List<Credit> parts, Instant now)
            throws SQLException {
        Optional<Invoice> known = invoices.byFact(tx, fact);
        if (known.isPresent()) {
            return new Issued(known.get(), Optional.empty());
        }
        Instant issued = now.truncatedTo(ChronoUnit.MICROS);
        Invoice note =
                new Invoice(
                        id,
                        invoice.account(),
                        Invoice.Kind.CREDIT_NOTE,
                        number(tx, issued, Invoice.Kind.CREDIT_NOTE),
                        fact,
                        issued,
                        invoice.order(),
                        invoice.payment(),
                        invoice.subscription(),
                        invoice.id(),
                        Invoice.State.ISSUED,
                        invoice.seller(),
                        InvoiceDocument.TEMPLATE,
                        numbered(parts.stream().map(Credit::part).toList()));
        invoices.insert(tx, note);
        tell(tx, note, EventType.CREDIT_NOTE_CREATED);
        return new Issued(note, InvoicePostings.of(note, parts));
    }

    /**
     * A part of an invoice, shared out over what is left of its lines, with the tax of each.
     *
     * @param lines of the invoice; empty for all, and where these do not come to so much
     * @param total above zero; never more than is left of the invoice
     */
    public List<Sold> share(Tx tx, Invoice invoice, List<Integer> lines, Money total)
            throws SQLException {
        List<Sold> left = CreditShares.left(invoice, invoices.corrections(tx, invoice.id()));
        List<Sold> these = left.stream().filter(line -> lines.contains(line.number())).toList();
        Money sum =
                these.stream().map(Sold::total).reduce(Money.zero(total.currency()), Money::plus);
        return CreditShares.of(sum.compareTo(total) < 0 ? left : these, total);
    }

    /** What of an invoice no credit note has taken back. */
    public Money left(Tx tx, Invoice invoice) throws SQLException {
        return CreditShares.left(invoice, invoices.corrections(tx, invoice.id())).stream()
                .map(Sold::total)
                .reduce(Money.zero(invoice.total().currency()), Money::plus);
    }

    /** The one of a subscription that is owed. */
    public Optional<Invoice> open(Tx tx, Id subscription) throws SQLException {
        return invoices.open(tx, subscription);
    }

    public Optional<Invoice> find(Tx tx, Id invoice) throws SQLException {
        return invoices.find(tx, invoice);
    }

    /** The newest first. */
    public List<Invoice> of(Tx tx, Id account, int most) throws SQLException {
        return invoices.of(tx, account, most);
    }

    /** It was open, and is that now. */
    public void settle(Tx tx, Id invoice, Invoice.State state) throws SQLException {
        invoices.settle(tx, invoice, state);
    }

    private void tell(Tx tx, Invoice made, EventType type) throws SQLException {
        telling.tell(
                tx,
                new Event(
                        type,
                        made.account(),
                        made.id().toString(),
                        made.issued(),
                        Map.of(
                                "invoice", made.id().toString(),
                                "number", made.number(),
                                "state", made.state().text()),
                        Optional.of(made.total())));
    }

    private String number(Tx tx, Instant issued, Invoice.Kind kind) throws SQLException {
        int year = LocalDate.ofInstant(issued, ZoneOffset.UTC).getYear();
        boolean note = kind == Invoice.Kind.CREDIT_NOTE;
        int count = invoices.next(tx, year + (note ? "-C" : ""));
        return String.format(
                Locale.ROOT, "%d-%03x-%s%06d", year, tx.bucket().number(), note ? "C" : "", count);
    }

    private static List<Sold> numbered(List<Sold> lines) {
        return IntStream.range(0, lines.size())
                .mapToObj(i -> {
                    Sold line = lines.get(i);
                    return line.as(i + 1, line.net(), line.tax());
                })
                .toList();
    }
}
