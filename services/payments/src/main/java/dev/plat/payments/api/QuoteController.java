package dev.plat.payments.api;

import dev.plat.chassis.ticket.Caller;
import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.Plan;
import dev.plat.payments.catalogue.Price;
import dev.plat.payments.catalogue.TaxRate;
import dev.plat.payments.coupon.Coupon;
import dev.plat.payments.coupon.Coupons;
import dev.plat.payments.provider.PaymentProvider;
import dev.plat.payments.quote.Discount;
import dev.plat.payments.quote.Quote;
import dev.plat.payments.quote.QuoteRequest;
import dev.plat.payments.quote.Quoting;
import dev.plat.payments.tax.Assessment;
import dev.plat.payments.tax.Buyer;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is for sale, and what it comes to. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = Catalogue.class)
final class QuoteController {

    private final Catalogue catalogue;
    private final Coupons coupons;
    private final InstantSource clock;
    private final Optional<PaymentProvider> provider;

    /**
     * @param provider null: nothing can be paid here, and what it takes at least is not known
     */
    QuoteController(
            Catalogue catalogue,
            Coupons coupons,
            InstantSource clock,
            @Nullable PaymentProvider provider) {
        this.catalogue = catalogue;
        this.provider = Optional.ofNullable(provider);
        this.coupons = coupons;
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

    /**
     * To services.
     *
     * @throws PlatException {@code coupon-refused} with the rule, {@code tax-id-invalid}, {@code
     *     price-gone}, {@code cart-limit}, {@code money-invalid}, {@code amount-too-small} for what
     *     no card can be charged
     */
    @Post("/internal/v1/quotes")
    QuoteAnswer quote(@Body QuoteAnswer.Wanted wanted) {
        if (wanted.items().contains(null)) {
            throw PlatException.invalidField("items", "null", "items with a price and a quantity");
        }
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<QuoteRequest.Item> items =
                wanted.items().stream()
                        .map(item -> new QuoteRequest.Item(item.price(), item.quantity()))
                        .toList();
        Assessment tax =
                Assessment.of(
                        catalogue,
                        new Buyer(
                                Optional.ofNullable(wanted.jurisdiction()),
                                Optional.ofNullable(wanted.taxId())),
                        today);
        QuoteRequest request =
                new QuoteRequest(
                        items,
                        discount(wanted, items, today),
                        tax.rate().map(TaxRate::jurisdiction));
        Quote quote = Quoting.quote(catalogue, request, now);
        if (!quote.total().isZero()) {
            provider.ifPresent(it -> it.least().check(quote.total()));
        }
        return QuoteAnswer.of(quote, catalogue, tax);
    }

    private Optional<Discount> discount(
            QuoteAnswer.Wanted wanted, List<QuoteRequest.Item> items, LocalDate today) {
        String code = wanted.coupon();
        if (code == null) {
            return Optional.empty();
        }
        Optional<Id> account =
                Optional.ofNullable(wanted.account()).map(id -> Id.parse(IdKind.ACCOUNT, id));
        Coupon coupon = coupons.offered(code, account);
        List<Price> prices =
                items.stream().map(item -> catalogue.price(item.price(), today)).toList();
        coupon.refusal(prices)
                .ifPresent(refusal -> {
                    throw refusal.of(coupon.code());
                });
        return Optional.of(coupon.discount());
    }
}
