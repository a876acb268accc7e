package dev.plat.checkout.pages;

import dev.plat.checkout.Purchases;
import dev.plat.checkout.call.Billing;
import dev.plat.checkout.order.Order;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A buyer's purchases: where they come back to from paying, and the receipts. */
@Controller("/orders")
@ExecuteOn(TaskExecutors.BLOCKING)
final class OrderPages {

    private static final int LIST_MAX = 100;

    private final Purchases purchases;
    private final Billing billing;
    private final Waiting waiting;
    private final View view;
    private final InstantSource clock;

    OrderPages(
            Purchases purchases, Billing billing, Waiting waiting, View view, InstantSource clock) {
        this.purchases = purchases;
        this.billing = billing;
        this.waiting = waiting;
        this.view = view;
        this.clock = clock;
    }

    @Get
    HttpResponse<?> list(Visitor visitor) {
        List<Billing.Invoice> documents = documents(visitor.account());
        List<OrderPage> orders =
                purchases.of(visitor.account(), LIST_MAX).stream()
                        .map(order -> OrderPage.of(order, documents, clock.instant(), false))
                        .toList();
        return view.page(visitor, "/orders", "orders.jte", orders);
    }

    /**
     * How one stands.
     *
     * @param back whether the buyer comes from paying just now
     */
    @Get("/{order}")
    HttpResponse<?> read(
            Visitor visitor, String order, @QueryValue(defaultValue = "false") boolean back) {
        Id id = Id.parse(IdKind.ORDER, order);
        Id account = visitor.account();
        Order found =
                back
                        ? waiting.until(() -> purchases.look(account, id), OrderPages::settled)
                        : purchases.look(account, id);
        return view.page(
                visitor,
                "",
                "order.jte",
                OrderPage.of(found, documents(account), clock.instant(), back));
    }

    @Post(value = "/{order}/cancel", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> cancel(Visitor visitor, String order, @Body Map<String, String> form) {
        visitor.vouch(form);
        Order after = purchases.cancel(visitor.account(), Id.parse(IdKind.ORDER, order));
        return HttpResponse.seeOther(URI.create("/orders/" + after.id()));
    }

    @Post(value = "/{order}/payment", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> payAgain(Visitor visitor, String order, @Body Map<String, String> form) {
        visitor.vouch(form);
        Id id = Id.parse(IdKind.ORDER, order);
        try {
            Optional<String> page = purchases.payAgain(visitor.account(), id).page();
            return HttpResponse.seeOther(URI.create(page.orElse(checked(id))));
        } catch (PlatException e) {
            return switch (e.code()) {
                case ORDER_STATE -> HttpResponse.seeOther(URI.create("/orders/" + id));
                case PAYMENT_IN_PROGRESS -> HttpResponse.seeOther(URI.create(checked(id)));
                default -> throw e;
            };
        }
    }

    /** It is looked for a moment how the payment went. */
    private static String checked(Id order) {
        return "/orders/" + order + "?back=true";
    }

    /** Where a buyer goes on: to where is paid, if that is what it waits for. */
    static String next(Order order) {
        return order.page().orElse("/orders/" + order.id());
    }

    private static boolean settled(Order order) {
        return switch (order.state()) {
            // What is not paid by now is waited for by nobody who stands there.
            case AWAITING_PAYMENT -> order.goal() != null;
            case PROVISIONING -> false;
            case DRAFT, RESERVED, REFUND_DUE, FULFILLED, REFUNDED, EXPIRED, CANCELLED, PARKED ->
                    true;
        };
    }

    /** How an order stands is known without them. */
    private List<Billing.Invoice> documents(Id account) {
        try {
            return billing.invoices(account);
        } catch (PlatException e) {
            if (e.code().retryable()) {
                return List.of();
            }
            throw e;
        }
    }
}
