package dev.plat.checkout.pages;

import dev.plat.checkout.CheckoutConfig;
import dev.plat.checkout.call.Billing;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The account's plan, and its invoices to print. */
@Controller(BillingController.HERE)
@ExecuteOn(TaskExecutors.BLOCKING)
final class BillingController {

    static final String HERE = "/billing";

    /** The same, for whoever could not change their plan. */
    static final String UNCHANGED = HERE + "?unchanged=true";

    /** An invoice brings its own style, and nothing else. */
    private static final String INVOICE_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final Billing billing;
    private final Waiting waiting;
    private final CheckoutConfig config;
    private final View view;

    BillingController(Billing billing, Waiting waiting, CheckoutConfig config, View view) {
        this.billing = billing;
        this.waiting = waiting;
        this.config = config;
        this.view = view;
    }

    /**
     * How it stands.
     *
     * @param back whether the owner comes from paying just now
     * @param unchanged whether from a change that cannot be made as it stands
     */
    @Get
    HttpResponse<?> read(
            Visitor visitor,
            @QueryValue(defaultValue = "false") boolean back,
            @QueryValue(defaultValue = "false") boolean unchanged) {
        Id account = visitor.account();
        List<Billing.Subscription> found =
                back
                        ? waiting.until(
                                () -> billing.subscriptions(account), BillingController::settled)
                        : billing.subscriptions(account);
        boolean checking = back && !settled(found);
        Billing.Entitled entitled = billing.entitled(account);
        List<Billing.Invoice> invoices = billing.invoices(account);
        BillingPage page =
                new BillingPage(
                        entitled.plan(),
                        entitled.state(),
                        Limits.words(entitled.limits()),
                        checking,
                        unchanged ? BillingWords.UNCHANGED : "",
                        found.stream().map(it -> BillingWords.subscription(it, checking)).toList(),
                        invoices.stream().map(it -> BillingWords.invoice(it, invoices)).toList());
        return view.page(visitor, HERE, "billing.jte", page);
    }

    private static boolean settled(List<Billing.Subscription> found) {
        return found.stream().allMatch(it -> it.unpaid().isEmpty() && !it.changing());
    }

    /** To the provider's page, where an invoice that is owed is paid. */
    @Post(value = "/invoices/{invoice}/payment", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> pay(Visitor visitor, String invoice, @Body Map<String, String> form) {
        visitor.vouch(form);
        String origin = config.origin();
        String paid = HERE + "?back=true";
        try {
            return HttpResponse.seeOther(
                    URI.create(
                            billing.pay(visitor.account(), invoice, origin + paid, origin + HERE)
                                    .orElse(paid)));
        } catch (PlatException e) {
            return switch (e.code()) {
                case ORDER_STATE -> HttpResponse.seeOther(URI.create(HERE));
                case PAYMENT_IN_PROGRESS -> HttpResponse.seeOther(URI.create(paid));
                default -> throw e;
            };
        }
    }

    @Post(value = "/{subscription}/cancel", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> cancel(Visitor visitor, String subscription, @Body Map<String, String> form) {
        visitor.vouch(form);
        billing.cancel(visitor.account(), subscription);
        return HttpResponse.seeOther(URI.create(HERE));
    }

    @Post(value = "/{subscription}/resume", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> resume(Visitor visitor, String subscription, @Body Map<String, String> form) {
        visitor.vouch(form);
        billing.resume(visitor.account(), subscription);
        return HttpResponse.seeOther(URI.create(HERE));
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
}
