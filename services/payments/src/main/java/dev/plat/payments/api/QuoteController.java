package dev.plat.payments.api;

import dev.plat.chassis.ticket.Caller;
import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.Plan;
import dev.plat.payments.catalogue.Price;
import dev.plat.payments.quote.QuoteRequest;
import dev.plat.payments.quote.Quoting;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is for sale, and what it comes to. */
@Controller
@Requires(bean = Catalogue.class)
final class QuoteController {

    private final Catalogue catalogue;
    private final InstantSource clock;

    QuoteController(Catalogue catalogue, InstantSource clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** To whoever is signed in. */
    @Get("/api/v1/catalogue")
    QuoteAnswer.ForSale forSale(Caller.Person person) {
        return forSale();
    }

    /** The same to services. */
    @Get("/internal/v1/catalogue")
    QuoteAnswer.ForSale forSale() {
        List<QuoteAnswer.Priced> prices = new ArrayList<>();
        for (Price price : catalogue.sold(clock.instant())) {
            Plan plan = catalogue.plan(price.plan()).orElseThrow();
            prices.add(QuoteAnswer.Priced.of(price, plan));
        }
        return new QuoteAnswer.ForSale(catalogue.sha256(), prices);
    }

    /** To services. */
    @Post("/internal/v1/quotes")
    QuoteAnswer quote(@Body QuoteAnswer.Wanted wanted) {
        if (wanted.items().contains(null)) {
            throw PlatException.invalidField("items", "null", "items with a price and a quantity");
        }
        Instant now = clock.instant();
        QuoteRequest request =
                new QuoteRequest(
                        wanted.items().stream()
                                .map(item -> new QuoteRequest.Item(item.price(), item.quantity()))
                                .toList(),
                        Optional.empty(),
                        Optional.ofNullable(wanted.jurisdiction()));
        return QuoteAnswer.of(Quoting.quote(catalogue, request, now));
    }
}
