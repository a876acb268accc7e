package dev.plat.checkout.pages;

import dev.plat.checkout.call.Names;
import dev.plat.checkout.call.Quotes;
import dev.plat.checkout.call.Quotes.Priced;
import dev.plat.checkout.cart.Cart;
import dev.plat.checkout.cart.Carts;
import dev.plat.checkout.order.OrderLine;
import dev.plat.schemas.ErrorCode;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for a name, and puts it into the cart. */
@Controller("/names")
@ExecuteOn(TaskExecutors.BLOCKING)
final class NamesController {

    private static final String TEMPLATE = "names.jte";
    private static final int WANTED_MAX = 253;

    private final Names names;
    private final Quotes quotes;
    private final Carts carts;
    private final View view;

    NamesController(Names names, Quotes quotes, Carts carts, View view) {
        this.names = names;
        this.quotes = quotes;
        this.carts = carts;
        this.view = view;
    }

    @Get
    HttpResponse<?> look(
            Visitor visitor,
            @QueryValue(defaultValue = "") String name,
            @QueryValue(defaultValue = "") String site) {
        List<Priced> sold =
                quotes.forSale().stream().filter(one -> one.ending().isPresent()).toList();
        List<NamesPage.Ending> endings =
                sold.stream()
                        .map(one -> new NamesPage.Ending(one.ending().orElseThrow(), sum(one)))
                        .toList();
        String wanted = whole(name.strip(), sold);
        NamesPage.Found found = null;
        String problem = null;
        if (!wanted.isEmpty()) {
            try {
                found = found(names.look(wanted), sold);
            } catch (PlatException e) {
                if (e.code().httpStatus() >= 500) {
                    throw e;
                }
                problem = e.text();
            }
        }
        return view.page(
                visitor, "/names", TEMPLATE, new NamesPage(wanted, site, endings, found, problem));
    }

    @Post(value = "/chosen", consumes = MediaType.APPLICATION_FORM_URLENCODED)
    HttpResponse<?> choose(Visitor visitor, @Body Map<String, String> form) {
        String name = visitor.field(form, "name");
        String site = visitor.field(form, "site");
        Cart.Line line =
                new Cart.Line(
                        OrderLine.Kind.NAME,
                        name,
                        visitor.field(form, "price"),
                        Fields.whole(visitor.field(form, "years"), "years", 1, 10),
                        site.isEmpty() ? null : Id.parse(IdKind.SITE, site));
        if (name.isEmpty() || name.length() > WANTED_MAX) {
            throw PlatException.invalidField("name", name, "1 to " + WANTED_MAX + " characters");
        }
        if (quotes.forSale().stream().noneMatch(price -> price.price().equals(line.price()))) {
            throw new PlatException(
                    ErrorCode.PRICE_GONE, "This is not sold any more.", "value", line.price());
        }
        carts.put(visitor.account(), line);
        return HttpResponse.seeOther(URI.create("/cart"));
    }

    /** Who types one word means it with our first ending. */
    private static String whole(String wanted, List<Priced> sold) {
        String shown = wanted.length() > WANTED_MAX ? wanted.substring(0, WANTED_MAX) : wanted;
        return shown.isEmpty() || shown.contains(".") || sold.isEmpty()
                ? shown
                : shown + "." + sold.getFirst().ending().orElseThrow();
    }

    private static NamesPage.Found found(Names.Found found, List<Priced> sold) {
        String ending = found.name().substring(found.name().indexOf('.') + 1);
        Optional<Priced> price =
                sold.stream()
                        .filter(one -> one.ending().orElseThrow().equals(ending))
                        .filter(one -> one.interval().equals("year"))
                        .findFirst();
        if (found.available() && price.isPresent()) {
            return new NamesPage.Found(
                    found.name(), found.display(), price.get().price(), sum(price.get()), "");
        }
        String sentence =
                price.isEmpty()
                        ? "Names with this ending are not sold here."
                        : "name-premium".equals(found.refusal())
                                ? "The registry wants a higher price for it, and we do not sell it."
                                : "Somebody has it already. Try another one.";
        return new NamesPage.Found(found.name(), found.display(), null, "", sentence);
    }

    private static String sum(Priced price) {
        return Sums.text(price.amount().amount(), price.amount().currency());
    }
}
