package dev.plat.payments.api;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.Plan;
import dev.plat.payments.catalogue.Price;
import dev.plat.payments.catalogue.TaxRate;
import dev.plat.payments.quote.Quote;
import dev.plat.payments.quote.QuoteLine;
import dev.plat.payments.tax.Assessment;
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
 * @param taxReason why that much: {@code country-unknown not-collected standard tax-id-not-checked}
 */
@Serdeable
record QuoteAnswer(
        String catalogue,
        List<Line> lines,
        String currency,
        long listed,
        long discount,
        long tax,
        String taxReason,
        long total) {

    /**
     * One line; its tax is {@code percent} of {@code net}, but for what was rounded on the sum.
     *
     * @param plan what the price is for
     * @param name of the plan, for people
     * @param interval {@code month} or {@code year}
     * @param discount what is taken off, in the price's own terms
     * @param net without tax
     * @param jurisdiction to which the tax goes; empty: none is collected
     * @param percent of tax; empty with it
     * @param total with discount and tax
     */
    @Serdeable
    record Line(
            int number,
            String price,
            String plan,
            String name,
            String interval,
            int quantity,
            long discount,
            long net,
            long tax,
            String jurisdiction,
            String percent,
            long total) {}

    /**
     * What is wanted.
     *
     * @param jurisdiction where the buyer says that they live; null: nobody asked
     * @param taxId by which a business is known there
     * @param coupon that is to be used
     * @param account whose coupon it would be
     */
    @Serdeable
    record Wanted(
            List<Item> items,
            @Nullable String jurisdiction,
            @Nullable String taxId,
            @Nullable String coupon,
            @Nullable String account) {}

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
                    QuoteAnswer.interval(price),
                    PaymentAnswer.Amount.of(price.amount()),
                    price.taxIncluded(),
                    plan.limits());
        }
    }

    /**
     * @param catalogue of that version
     * @param tax how it was assessed
     */
    static QuoteAnswer of(Quote quote, Catalogue catalogue, Assessment tax) {
        return new QuoteAnswer(
                quote.catalogue(),
                quote.lines().stream().map(line -> line(line, catalogue, tax)).toList(),
                quote.total().currency().code(),
                quote.listed().minor(),
                quote.discount().minor(),
                quote.tax().minor(),
                tax.reason().text(),
                quote.total().minor());
    }

    private static Line line(QuoteLine line, Catalogue catalogue, Assessment tax) {
        return new Line(
                line.number(),
                line.price().id(),
                line.price().plan(),
                catalogue.plan(line.price().plan()).orElseThrow().name(),
                interval(line.price()),
                line.quantity(),
                line.discount().minor(),
                line.net().minor(),
                line.tax().minor(),
                tax.rate().map(TaxRate::jurisdiction).orElse(""),
                tax.rate().map(rate -> rate.rate().text()).orElse(""),
                line.total().minor());
    }

    private static String interval(Price price) {
        return price.interval().toString().toLowerCase(Locale.ROOT);
    }
}
