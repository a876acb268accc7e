package dev.plat.checkout.pages;

import dev.plat.checkout.Given;
import dev.plat.checkout.Purchases;
import dev.plat.checkout.call.Billing;
import dev.plat.checkout.call.Quotes;
import dev.plat.checkout.cart.Cart;
import dev.plat.checkout.cart.Carts;
import dev.plat.checkout.order.Amount;
import dev.plat.checkout.order.Order;
import dev.plat.checkout.order.OrderLine;
import dev.plat.checkout.order.OrderState;
import dev.plat.checkout.order.Terms;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The cart, and ordering what is in it. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class CartController {

    /** Of a cart that was filled when other things were sold. */
    private static final Set<ErrorCode> CHANGED =
            EnumSet.of(
                    ErrorCode.PRICE_GONE,
                    ErrorCode.CART_LIMIT,
                    ErrorCode.MONEY_INVALID,
                    ErrorCode.ORDER_STATE,
                    ErrorCode.AMOUNT_TOO_SMALL,
                    ErrorCode.COUPON_REFUSED,
                    ErrorCode.TAX_ID_INVALID);

    /** True also when it was placed: the cart is its key. */
    private static final String UNHEARD =
            "It could not be ordered just now, and nothing was charged. Your cart is kept; order"
                    + " again in a moment.";

    private final Carts carts;
    private final Quotes quotes;
    private final Billing billing;
    private final Purchases purchases;
    private final View view;

    CartController(Carts carts, Quotes quotes, Billing billing, Purchases purchases, View view) {
        this.carts = carts;
        this.quotes = quotes;
        this.billing = billing;
        this.purchases = purchases;
        this.view = view;
    }

    @Get("/cart")
    HttpResponse<?> cart(Visitor visitor) {
        return view.page(
                visitor, "/cart", "cart.jte", page(visitor.account(), carts.of(visitor.account())));
    }

    @Post(value = "/cart/removed", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> remove(Visitor visitor, @Body Map<String, String> form) {
        carts.take(visitor.account(), visitor.field(form, "subject"));
        return HttpResponse.seeOther(URI.create("/cart"));
    }

    /** An empty one takes the coupon out again. */
    @Post(value = "/cart/coupon", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> coupon(Visitor visitor, @Body Map<String, String> form) {
        Cart cart = carts.of(visitor.account());
        Terms given = Given.terms(visitor.field(form, "coupon"), null, null);
        return agreed(visitor, cart, cart.terms().withCoupon(given.coupon()));
    }

    /** Where the buyer lives says which tax is collected. */
    @Post(value = "/cart/country", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> country(Visitor visitor, @Body Map<String, String> form) {
        Cart cart = carts.of(visitor.account());
        Terms given =
                Given.terms(
                        cart.terms().coupon(),
                        visitor.field(form, "country"),
                        visitor.field(form, "taxId"));
        return agreed(visitor, cart, given);
    }

    /** What is refused is not kept; the page says why. */
    private HttpResponse<?> agreed(Visitor visitor, Cart cart, Terms terms) {
        String refused =
                page(visitor.account(), new Cart(cart.id(), cart.lines(), terms)).problem();
        if (refused == null) {
            carts.agree(visitor.account(), terms);
            return HttpResponse.seeOther(URI.create("/cart"));
        }
        CartPage before = page(visitor.account(), cart);
        return view.page(visitor, "/cart", "cart.jte", before.with(refused));
    }

    /** The last look before it is paid. */
    @Get("/checkout")
    HttpResponse<?> checkout(Visitor visitor) {
        CartPage page = page(visitor.account(), carts.of(visitor.account()));
        return page.lines().isEmpty() || page.problem() != null
                ? HttpResponse.seeOther(URI.create("/cart"))
                : view.page(visitor, "", "checkout.jte", page);
    }

    /** Orders, and sends the buyer to where is paid. A second click comes to the same order. */
    @Post(value = "/orders", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> order(Visitor visitor, @Body Map<String, String> form) {
        Id account = visitor.account();
        String key = visitor.field(form, "cart");
        Amount seen = Fields.sum(visitor.field(form, "total"), visitor.field(form, "currency"));
        Cart cart = carts.of(account);
        if (cart.id().toString().equals(key)) {
            return ordered(visitor, cart, seen);
        }
        Id.parse(IdKind.CART, key);
        return onward(purchases.placed(account, key));
    }

    private HttpResponse<?> ordered(Visitor visitor, Cart cart, Amount seen) {
        Id account = visitor.account();
        Order order;
        String key = cart.id().toString();
        try {
            if (!purchases.known(account, key)) {
                requireNoPlan(account, cart);
            }
            order =
                    purchases.place(
                            account, key, new Purchases.Bid(wants(cart), cart.terms(), seen));
        } catch (PlatException e) {
            if (!e.code().retryable() || e.code() == ErrorCode.RATE_LIMITED) {
                throw e;
            }
            return view.page(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    visitor,
                    "/cart",
                    "cart.jte",
                    unpriced(cart, UNHEARD));
        }
        if (order.state() == OrderState.CANCELLED || order.state() == OrderState.EXPIRED) {
            carts.renewed(account);
        } else {
            carts.ordered(account, cart);
        }
        return onward(order);
    }

    private static HttpResponse<?> onward(Order order) {
        return HttpResponse.seeOther(URI.create(OrderPages.next(order)));
    }

    private static List<Purchases.Want> wants(Cart cart) {
        return cart.lines().stream()
                .map(line ->
                        new Purchases.Want(
                                line.price(),
                                line.kind() == OrderLine.Kind.NAME ? line.subject() : null,
                                line.quantity(),
                                line.site()))
                .toList();
    }

    private CartPage page(Id account, Cart cart) {
        if (cart.lines().isEmpty()) {
            return unpriced(cart, null);
        }
        try {
            requireNoPlan(account, cart);
            return priced(account, cart);
        } catch (PlatException e) {
            if (!CHANGED.contains(e.code())) {
                throw e;
            }
            return unpriced(cart, TermsWords.problem(e));
        }
    }

    /** Two plans cannot run beside each other: the second would be paid and given back. */
    private void requireNoPlan(Id account, Cart cart) {
        boolean wanted = cart.lines().stream().anyMatch(it -> it.kind() == OrderLine.Kind.PLAN);
        if (wanted && billing.subscriptions(account).stream().anyMatch(it -> !it.over())) {
            throw new PlatException(
                    ErrorCode.ORDER_STATE,
                    "You are on a plan already. Take this one out, and change yours under Billing.");
        }
    }

    private static CartPage unpriced(Cart cart, @Nullable String problem) {
        return new CartPage(
                cart.id().toString(),
                cart.lines().stream().map(line -> line(line, "")).toList(),
                problem,
                text(cart.terms().coupon()),
                text(cart.terms().country()),
                text(cart.terms().taxId()),
                "",
                "",
                "",
                "",
                0,
                "");
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    private CartPage priced(Id account, Cart cart) {
        List<Cart.Line> chosen = cart.lines();
        Quotes.Quote quote =
                quotes.of(
                        account,
                        chosen.stream()
                                .map(line -> new Quotes.Item(line.price(), line.quantity()))
                                .toList(),
                        cart.terms());
        List<CartPage.Line> lines = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            Quotes.Line priced = quote.lines().get(i);
            String total = Sums.text(priced.total(), quote.currency());
            lines.add(
                    chosen.get(i).kind() == OrderLine.Kind.PLAN
                            ? plan(priced, total)
                            : line(chosen.get(i), total));
        }
        return new CartPage(
                cart.id().toString(),
                lines,
                null,
                text(cart.terms().coupon()),
                text(cart.terms().country()),
                text(cart.terms().taxId()),
                TermsWords.tax(quote),
                quote.discount() == 0 ? "" : Sums.text(quote.discount(), quote.currency()),
                quote.tax() == 0 ? "" : Sums.text(quote.tax(), quote.currency()),
                Sums.text(quote.total(), quote.currency()),
                quote.total(),
                quote.currency());
    }

    /** Who agrees to it knows that it comes again. */
    private static CartPage.Line plan(Quotes.Line price, String total) {
        return new CartPage.Line(
                OrderLine.Kind.PLAN.text(),
                price.plan(),
                "Plan " + price.name(),
                "now and every " + price.interval() + ", until you cancel",
                total);
    }

    private static CartPage.Line line(Cart.Line line, String total) {
        boolean name = line.kind() == OrderLine.Kind.NAME;
        String years = line.quantity() == 1 ? "1 year" : line.quantity() + " years";
        return new CartPage.Line(
                line.kind().text(),
                line.subject(),
                name ? line.subject() : "Plan " + line.subject(),
                name ? years : "until you cancel",
                total);
    }
}
