package dev.plat.payments.invoice;

import dev.plat.payments.money.Money;
import dev.plat.payments.period.Days;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The page of an invoice: a function of its rows and its template, the same bytes for ever. Whether
 * it is paid is no part of it. A template is added and never edited.
 */
public final class InvoiceDocument {

    /** By which new ones are made. */
    static final int TEMPLATE = 1;

    private static final String HEAD =
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>TITLE</title>
            <meta name="viewport" content="width=device-width">
            <style>
            @page { size: A4; margin: 22mm 18mm }
            body { font: 11pt/1.45 system-ui, sans-serif; color: #111; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
            h1 { font-size: 1.5rem; margin: 0 0 1rem } dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem }
            dt { color: #555 } dd { margin: 0 } table { width: 100%; border-collapse: collapse; margin: 1.5rem 0 }
            th, td { text-align: left; padding: .4rem .5rem; border-bottom: 1px solid #bbb; vertical-align: top }
            .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
            thead { display: table-header-group } tr { break-inside: avoid } tfoot th { font-weight: 600 }
            @media print { body { margin: 0; max-width: none; padding: 0 } }
            </style></head><body><main>
            """;

    private InvoiceDocument() {}

    /** As a page without script, pictures or fonts of its own. */
    public static String html(Invoice invoice) {
        boolean note = invoice.kind() == Invoice.Kind.CREDIT_NOTE;
        String title = note ? "Credit note" : "Invoice";
        LocalDate day = LocalDate.ofInstant(invoice.issued(), ZoneOffset.UTC);
        StringBuilder page =
                new StringBuilder(HEAD.replace("TITLE", title + " " + text(invoice.number())))
                        .append("<h1>" + title + " " + text(invoice.number()) + "</h1>\n<dl>");
        fact(page, "From", invoice.seller());
        fact(page, "To account", invoice.account().toString());
        fact(page, "Date", day.toString());
        fact(page, "Order", shown(invoice.order()));
        fact(page, "Subscription", shown(invoice.subscription()));
        fact(page, "Corrects invoice", shown(invoice.corrects()));
        page.append(
                        "</dl>\n<table><thead><tr><th scope=\"col\">What</th><th scope=\"col\">Days</th>")
                .append("<th class=\"n\" scope=\"col\">Quantity</th>")
                .append(
                        "<th class=\"n\" scope=\"col\">Net</th><th class=\"n\" scope=\"col\">Tax</th>")
                .append("<th class=\"n\" scope=\"col\">Total</th></tr></thead><tbody>\n");
        invoice.lines().forEach(line -> line(page, line));
        page.append("</tbody><tfoot>\n");
        sum(page, "Net", invoice.net());
        sum(page, "Tax", invoice.tax());
        sum(page, note ? "Credited" : "Total", invoice.total());
        return page.append("</tfoot></table>\n</main></body></html>\n").toString();
    }

    static byte[] sha256(Invoice invoice) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(html(invoice).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static void fact(StringBuilder page, String name, String value) {
        if (!value.isEmpty()) {
            page.append("<dt>" + name + "</dt><dd>" + text(value) + "</dd>\n");
        }
    }

    private static void line(StringBuilder page, Sold line) {
        Days days = line.days();
        page.append("<tr><td>" + text(line.description()) + "</td><td>")
                .append(days == null ? "" : days.first() + " to " + days.until().minusDays(1))
                .append("</td><td class=\"n\">" + line.quantity() + "</td>");
        cell(page, line.net());
        page.append("<td class=\"n\">" + text(line.tax().toString()))
                .append(line.percent().isEmpty() ? "" : "<br>" + text(rate(line)))
                .append("</td>");
        cell(page, line.total());
        page.append("</tr>\n");
    }

    private static String rate(Sold line) {
        return line.percent() + " % " + line.jurisdiction();
    }

    private static void cell(StringBuilder page, Money amount) {
        page.append("<td class=\"n\">" + text(amount.toString()) + "</td>");
    }

    private static void sum(StringBuilder page, String name, Money amount) {
        page.append("<tr><th colspan=\"5\" scope=\"row\">" + name + "</th>");
        cell(page, amount);
        page.append("</tr>\n");
    }

    private static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
