package dev.plat.checkout.pages;

import dev.plat.checkout.call.Billing;
import dev.plat.checkout.call.Quotes;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** The account's plan, and its invoices to print. */
@Controller("/billing")
@ExecuteOn(TaskExecutors.BLOCKING)
final class BillingController {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);

    /** An invoice brings its own style, and nothing else. */
    private static final String INVOICE_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final Billing billing;
    private final View view;

    BillingController(Billing billing, View view) {
        this.billing = billing;
        this.view = view;
    }

    @Get
    HttpResponse<?> read(Visitor visitor) {
        Id account = visitor.account();
        Billing.Entitled entitled = billing.entitled(account);
        BillingPage page =
                new BillingPage(
                        entitled.plan(),
                        entitled.state(),
                        entitled.limits().entrySet().stream()
                                .map(limit -> limit.getValue() + " " + limit.getKey())
                                .toList(),
                        billing.subscriptions(account).stream()
                                .map(BillingController::subscription)
                                .toList(),
                        billing.invoices(account).stream()
                                .map(BillingController::invoice)
                                .toList());
        return view.page(visitor, "/billing", "billing.jte", page);
    }

    @Post(value = "/{subscription}/cancel", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> cancel(Visitor visitor, String subscription, @Body Map<String, String> form) {
        visitor.vouch(form);
        billing.cancel(visitor.account(), subscription);
        return HttpResponse.seeOther(URI.create("/billing"));
    }

    @Post(value = "/{subscription}/resume", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> resume(Visitor visitor, String subscription, @Body Map<String, String> form) {
        visitor.vouch(form);
        billing.resume(visitor.account(), subscription);
        return HttpResponse.seeOther(URI.create("/billing"));
    }

    /** To print. */
    @Get("/invoices/{invoice}")
    HttpResponse<byte[]> invoice(Visitor visitor, String invoice) {
        return HttpResponse.ok(billing.document(visitor.account(), invoice))
                .contentType("text/html; charset=utf-8")
                .header("Content-Security-Policy", INVOICE_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-store");
    }

    @Error(exception = PlatException.class)
    HttpResponse<?> refused(PlatException failure) {
        return view.problem(failure);
    }

    private static BillingPage.Subscription subscription(Billing.Subscription found) {
        Quotes.Sum price = found.price();
        String until = DAY.format(LocalDate.parse(found.until()));
        String sentence =
                switch (found.state()) {
                    case "cancelled" -> "It has ended.";
                    case "past-due" -> "The last payment did not go through. We try again.";
                    case "suspended" ->
                            "It is not paid. Your sites stay up; editing waits until it is.";
                    default ->
                            found.renews()
                                    ? "It renews on " + until + "."
                                    : "It ends on " + until + ".";
                };
        return new BillingPage.Subscription(
                found.subscription(),
                found.name(),
                price == null
                        ? ""
                        : Sums.text(price.amount(), price.currency()) + " a " + found.interval(),
                sentence,
                card(found),
                found.over(),
                !found.renews());
    }

    private static String card(Billing.Subscription found) {
        Billing.Card card = found.card();
        return card == null
                ? ""
                : "Charged to " + card.brand() + " ending in " + card.last4() + ".";
    }

    private static BillingPage.Invoice invoice(Billing.Invoice found) {
        return new BillingPage.Invoice(
                found.invoice(),
                found.kind().equals("credit-note") ? "Credit note" : "Invoice",
                found.number(),
                DAY.format(LocalDate.parse(found.date())),
                Sums.text(found.total().amount(), found.total().currency()));
    }
}
