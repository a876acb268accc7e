package dev.plat.checkout.pages;

import dev.plat.checkout.call.Billing;
import dev.plat.checkout.call.Quotes;
import dev.plat.checkout.call.Quotes.Priced;
import dev.plat.checkout.cart.Cart;
import dev.plat.checkout.cart.Carts;
import dev.plat.checkout.order.OrderLine;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The plans, and choosing one. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class PlansController {

    private final Quotes quotes;
    private final Billing billing;
    private final Carts carts;
    private final View view;

    PlansController(Quotes quotes, Billing billing, Carts carts, View view) {
        this.quotes = quotes;
        this.billing = billing;
        this.carts = carts;
        this.view = view;
    }

    @Get("/")
    HttpResponse<?> home() {
        return HttpResponse.seeOther(URI.create("/plans"));
    }

    @Get("/plans")
    HttpResponse<?> plans(Visitor visitor) {
        Billing.Entitled entitled = billing.entitled(visitor.account());
        String current = entitled.plan();
        Map<String, List<Priced>> plans = new LinkedHashMap<>();
        for (Priced price : quotes.forSale()) {
            if (price.ending().isEmpty()) {
                plans.computeIfAbsent(price.plan(), _ -> new ArrayList<>()).add(price);
            }
        }
        PlansPage page =
                new PlansPage(
                        current,
                        plans.containsKey(current),
                        Limits.words(entitled.limits()),
                        plans.values().stream().map(prices -> plan(prices, current)).toList());
        return view.page(visitor, "/plans", "plans.jte", page);
    }

    @Post(value = "/plans/chosen", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> choose(Visitor visitor, @Body Map<String, String> form) {
        String wanted = visitor.field(form, "price");
        Priced price =
                quotes.forSale().stream()
                        .filter(one -> one.price().equals(wanted) && one.ending().isEmpty())
                        .findFirst()
                        .orElseThrow(() ->
                                new PlatException(
                                        ErrorCode.PRICE_GONE,
                                        "This is not sold any more.",
                                        "value",
                                        wanted));
        carts.put(
                visitor.account(),
                new Cart.Line(OrderLine.Kind.PLAN, price.plan(), price.price(), 1, null));
        return HttpResponse.seeOther(URI.create("/cart"));
    }

    private static PlansPage.Plan plan(List<Priced> prices, String current) {
        Priced first = prices.getFirst();
        return new PlansPage.Plan(
                first.plan(),
                first.name(),
                Limits.words(first.limits()),
                first.plan().equals(current),
                prices.stream()
                        .map(price ->
                                new PlansPage.Price(
                                        price.price(),
                                        Sums.text(
                                                price.amount().amount(), price.amount().currency()),
                                        price.interval()))
                        .toList());
    }
}
