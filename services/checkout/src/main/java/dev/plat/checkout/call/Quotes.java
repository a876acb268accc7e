package dev.plat.checkout.call;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.checkout.order.Terms;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.Id;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What things cost, as the payments service says.
 *
 * <p>Threads: safe; blocking.
 */
public final class Quotes {

    private static final Duration CALL_MAX = Duration.ofSeconds(5);

    private final ServiceClient client;

    public Quotes(ServiceClient client) {
        this.client = client;
    }

    /** One price, so many times. */
    @Serdeable
    public record Item(String price, int quantity) {}

    @Serdeable
    record Wanted(
            List<Item> items,
            @Nullable String jurisdiction,
            @Nullable String taxId,
            @Nullable String coupon,
            String account) {}

    /**
     * What a line comes to.
     *
     * @param plan what the price is for
     * @param name of the plan, for people
     * @param interval {@code month} or {@code year}
     * @param discount what is taken off
     * @param tax within the total
     * @param jurisdiction to which it goes; empty: none is collected
     * @param percent of tax; empty with it
     * @param total with discount and tax, in the smallest unit
     */
    @Serdeable
    public record Line(
            int number,
            String price,
            String plan,
            String name,
            String interval,
            int quantity,
            long discount,
            long tax,
            String jurisdiction,
            String percent,
            long total) {}

    /**
     * All of them, in the order asked.
     *
     * @param tax within the total
     * @param taxReason {@code country-unknown not-collected standard tax-id-not-checked}
     */
    @Serdeable
    public record Quote(
            List<Line> lines,
            String currency,
            long discount,
            long tax,
            String taxReason,
            long total) {}

    /** A sum in the smallest unit. */
    @Serdeable
    public record Sum(long amount, String currency) {}

    /**
     * What is for sale today.
     *
     * @param name of the plan, for people
     * @param interval {@code month} or {@code year}
     */
    @Serdeable
    public record Priced(
            String price,
            String plan,
            String name,
            String interval,
            Sum amount,
            boolean taxIncluded,
            Map<String, Long> limits) {

        /** Names below this ending are sold by it; empty where it is no price of names. */
        public Optional<String> ending() {
            return plan.startsWith(ENDING)
                    ? Optional.of(plan.substring(ENDING.length()).replace('-', '.'))
                    : Optional.empty();
        }
    }

    @Serdeable
    record ForSale(List<Priced> prices) {}

    /** In the catalogue an ending is a plan: {@code domain-co-uk} for {@code co.uk}. */
    private static final String ENDING = "domain-";

    /** All prices of today. */
    public List<Priced> forSale() {
        return client.get(
                        "payments", "/internal/v1/catalogue", ForSale.class, Deadline.in(CALL_MAX))
                .prices();
    }

    /**
     * As of now, for this account.
     *
     * @throws dev.plat.schemas.PlatException {@code price-gone}, {@code cart-limit}, {@code
     *     money-invalid}, {@code amount-too-small}, {@code coupon-refused}, {@code tax-id-invalid},
     *     {@code field-invalid} for what is no country
     */
    public Quote of(Id account, List<Item> items, Terms terms) {
        return client.post(
                "payments",
                "/internal/v1/quotes",
                new Wanted(
                        items, terms.country(), terms.taxId(), terms.coupon(), account.toString()),
                Optional.empty(),
                Quote.class,
                Deadline.in(CALL_MAX));
    }
}
