package dev.plat.checkout.api;

import dev.plat.chassis.ticket.Caller;
import dev.plat.checkout.Given;
import dev.plat.checkout.Purchases;
import dev.plat.checkout.Purchases.Want;
import dev.plat.checkout.order.Amount;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/** An account's purchases. */
@Controller("/api/v1/orders")
@ExecuteOn(TaskExecutors.BLOCKING)
final class OrderController {

    private static final int LIST_MAX = 100;

    private final Purchases purchases;

    OrderController(Purchases purchases) {
        this.purchases = purchases;
    }

    @Post
    HttpResponse<OrderAnswer> place(Caller.Person person, @Body OrderAnswer.New body) {
        if (body.items().contains(null)) {
            throw PlatException.invalidField("items", "null", "items with a price and a name");
        }
        List<Want> wants = body.items().stream().map(OrderController::want).toList();
        Amount seen = new Amount(body.total().amount(), body.total().currency());
        return HttpResponse.created(
                OrderAnswer.of(
                        purchases.place(
                                person.account(),
                                key(body.key()),
                                new Purchases.Bid(
                                        wants,
                                        Given.terms(body.coupon(), body.country(), body.taxId()),
                                        seen))));
    }

    @Get
    OrderAnswer.All list(Caller.Person person) {
        return new OrderAnswer.All(
                purchases.of(person.account(), LIST_MAX).stream().map(OrderAnswer::of).toList());
    }

    /** Looks whether it is paid by now. */
    @Get("/{order}")
    OrderAnswer read(Caller.Person person, String order) {
        return OrderAnswer.of(purchases.look(person.account(), id(order)));
    }

    @Post("/{order}/cancel")
    OrderAnswer cancel(Caller.Person person, String order) {
        return OrderAnswer.of(purchases.cancel(person.account(), id(order)));
    }

    /** Another page to pay at, where the one before was left or declined. */
    @Post("/{order}/payment")
    OrderAnswer payAgain(Caller.Person person, String order) {
        return OrderAnswer.of(purchases.payAgain(person.account(), id(order)));
    }

    private static Want want(OrderAnswer.Item item) {
        String site = item.site();
        return new Want(
                item.price(),
                item.name(),
                item.years() == null ? 1 : item.years(),
                site == null ? null : Id.parse(IdKind.SITE, site));
    }

    private static Id id(String text) {
        return Id.parse(IdKind.ORDER, text);
    }

    private static String key(String text) {
        if (!text.matches("[A-Za-z0-9_-]{8,64}")) {
            throw PlatException.invalidField(
                    "key", text, "8 to 64 letters, digits, hyphens and underscores");
        }
        return text;
    }
}
