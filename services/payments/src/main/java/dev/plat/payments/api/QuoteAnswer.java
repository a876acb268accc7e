package dev.plat.payments.api;

import dev.plat.payments.catalogue.Plan;
import dev.plat.payments.catalogue.Price;
import dev.plat.payments.quote.Quote;
import dev.plat.payments.quote.QuoteLine;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a purchase costs, in the smallest unit of one currency.
 *
 * @param catalogue digest of the version it was reckoned with
 * @param listed by the catalogue
 * @param discount what is taken off that
 * @param tax within the total
 */
@Serdeable
record QuoteAnswer(
        String catalogue,
        List<Line> lines,
        String currency,
        long listed,
        long discount,
        long tax,
        long total) {

    /**
     * @param plan what the price is for
     * @param total with discount and tax
     */
    @Serdeable
    record Line(int number, String price, String plan, int quantity, long tax, long total) {}

    /**
     * What is wanted.
     *
     * @param jurisdiction where the buyer is taxed; null: nowhere
     */
    @Serdeable
    record Wanted(List<Item> items, @Nullable String jurisdiction) {}

    @Serdeable
    record Item(String price, int quantity) {}

    /** What is for sale today. */
    @Serdeable
    record ForSale(String catalogue, List<Priced> prices) {}

    /**
     * @param name of the plan, for people
     * @param interval {@code month} or {@code year}
     * @param taxIncluded whether the amount is all that is paid; else tax is added to it
     * @param limits how many of what the plan allows
     */
    @Serdeable
    record Priced(
            String price,
            String plan,
            String name,
            String interval,
            PaymentAnswer.Amount amount,
            boolean taxIncluded,
            Map<String, Long> limits) {

        static Priced of(Price price, Plan plan) {
            return new Priced(
                    price.id(),
                    price.plan(),
                    plan.name(),
                    price.interval().toString().toLowerCase(Locale.ROOT),
                    PaymentAnswer.Amount.of(price.amount()),
                    price.taxIncluded(),
                    plan.limits());
        }
    }

    static QuoteAnswer of(Quote quote) {
        return new QuoteAnswer(
                quote.catalogue(),
                quote.lines().stream().map(QuoteAnswer::line).toList(),
                quote.total().currency().code(),
                quote.listed().minor(),
                quote.discount().minor(),
                quote.tax().minor(),
                quote.total().minor());
    }

    private static Line line(QuoteLine line) {
        return new Line(
                line.number(),
                line.price().id(),
                line.price().plan(),
                line.quantity(),
                line.tax().minor(),
                line.total().minor());
    }
}
