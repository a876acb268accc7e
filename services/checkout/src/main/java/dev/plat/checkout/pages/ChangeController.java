package dev.plat.checkout.pages;

import dev.plat.checkout.call.Billing;
import dev.plat.checkout.call.Quotes;
import dev.plat.checkout.order.Amount;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Another plan or interval: what each would come to, and changing to one at that sum alone. */
@Controller("/billing/{subscription}/change")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ChangeController {

    private final Billing billing;
    private final Quotes quotes;
    private final View view;

    ChangeController(Billing billing, Quotes quotes, View view) {
        this.billing = billing;
        this.quotes = quotes;
        this.view = view;
    }

    @Get
    HttpResponse<?> read(Visitor visitor, String subscription) {
        Billing.Subscription it = find(visitor.account(), subscription);
        return it.changeable() ? page(HttpStatus.OK, visitor, it, "") : billing();
    }

    /** Makes it at the sum that was shown, or shows what it comes to now. */
    @Post(consumes = MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> change(Visitor visitor, String subscription, @Body Map<String, String> form) {
        String price = visitor.field(form, "price");
        try {
            billing.change(visitor.account(), subscription, price, shown(visitor, form));
            return billing();
        } catch (PlatException e) {
            return refused(visitor, subscription, price, e);
        }
    }

    private HttpResponse<?> refused(
            Visitor visitor, String subscription, String price, PlatException why) {
        return switch (why.code()) {
            // How it stands is said there.
            case PAYMENT_IN_PROGRESS -> billing();
            // Payments may be away altogether, so nothing more is asked of it.
            case TRY_AGAIN ->
                    view.page(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            visitor,
                            BillingController.HERE,
                            "problem.jte",
                            Problem.of(new PlatException(why.code(), BillingWords.UNHEARD)));
            case QUOTE_CHANGED ->
                    again(
                            HttpStatus.CONFLICT,
                            visitor,
                            subscription,
                            "It does not come to what you were shown any more. Nothing was charged"
                                    + " or changed; this is what it comes to now.");
            case CARD_DECLINED ->
                    again(
                            HttpStatus.PAYMENT_REQUIRED,
                            visitor,
                            subscription,
                            "Your card was not charged, and nothing was changed. Your bank said"
                                    + " no.");
            case ACTION_NEEDED ->
                    again(
                            HttpStatus.PAYMENT_REQUIRED,
                            visitor,
                            subscription,
                            "Your card was not charged, and nothing was changed. Your bank wants"
                                    + " you to confirm, which cannot be done here.");
            case PRICE_GONE ->
                    again(
                            HttpStatus.CONFLICT,
                            visitor,
                            subscription,
                            "That plan is not sold any more. Nothing was charged or changed.");
            case ORDER_STATE -> unchanged();
            case FIELD_INVALID -> {
                // A second click: it is on that price by now.
                if (find(visitor.account(), subscription).priceId().equals(price)) {
                    yield billing();
                }
                throw why;
            }
            default -> throw why;
        };
    }

    private HttpResponse<?> again(
            HttpStatus status, Visitor visitor, String subscription, String problem) {
        return page(status, visitor, find(visitor.account(), subscription), problem);
    }

    private HttpResponse<?> page(
            HttpStatus status, Visitor visitor, Billing.Subscription it, String problem) {
        Quotes.Sum price = it.price();
        String current =
                price == null
                        ? it.name()
                        : it.name() + " for " + BillingWords.price(price, it.interval());
        List<ChangePage.Option> options;
        try {
            options =
                    ChangeOptions.of(
                            it,
                            quotes.forSale(),
                            to -> billing.preview(visitor.account(), it.subscription(), to));
        } catch (PlatException e) {
            return switch (e.code()) {
                case PAYMENT_IN_PROGRESS -> billing();
                case ORDER_STATE -> unchanged();
                default -> throw e;
            };
        }
        return view.page(
                status,
                visitor,
                BillingController.HERE,
                "change.jte",
                new ChangePage(it.subscription(), current, problem, options));
    }

    private static Billing.Shown shown(Visitor visitor, Map<String, String> form) {
        String currency = visitor.field(form, "currency");
        return new Billing.Shown(
                sum(visitor, form, "charge", currency),
                sum(visitor, form, "credit", currency),
                sum(visitor, form, "due", currency),
                visitor.field(form, "from"));
    }

    private static Quotes.Sum sum(
            Visitor visitor, Map<String, String> form, String field, String currency) {
        Amount shown = Fields.sum(visitor.field(form, field), currency);
        return new Quotes.Sum(shown.minor(), shown.currency());
    }

    /** Another's is as none. */
    private Billing.Subscription find(Id account, String subscription) {
        return billing.subscriptions(account).stream()
                .filter(it -> it.subscription().equals(subscription))
                .findFirst()
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.NOT_FOUND,
                                "There is no such subscription.",
                                "value",
                                subscription));
    }

    private static HttpResponse<?> unchanged() {
        return HttpResponse.seeOther(URI.create(BillingController.UNCHANGED));
    }

    private static HttpResponse<?> billing() {
        return HttpResponse.seeOther(URI.create(BillingController.HERE));
    }
}
