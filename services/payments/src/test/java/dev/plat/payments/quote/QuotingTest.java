package dev.plat.payments.quote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.Interval;
import dev.plat.payments.catalogue.Plan;
import dev.plat.payments.catalogue.Price;
import dev.plat.payments.catalogue.TaxRate;
import dev.plat.payments.money.Money;
import dev.plat.payments.money.Rate;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.PlatException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuotingTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /** Of each of the thousand cases: a hundred thousand in all, a million with 1000. */
    private static final int INVOICES = Integer.getInteger("plat.invoices", 100);

    @Test
    void taxIsTakenOutOfPricesThatIncludeItAndAddedToOthers() {
        Catalogue catalogue =
                catalogue(List.of(price("a", 11900, true), price("b", 10000, false)), "19");

        Quote quote = Quoting.quote(catalogue, request(Optional.empty(), "p-a", "p-b"), NOW);

        assertThat(quote.lines())
                .extracting(line -> line.net().minor(), line -> line.tax().minor())
                .containsExactly(tuple(10000L, 1900L), tuple(10000L, 1900L));
        assertThat(quote.total()).isEqualTo(Money.of(23800, "EUR"));
    }

    /** Line by line 3 × 0.05 would be 1, 1 and 1; on the sum the law takes 2. */
    @Test
    void taxIsRoundedOnTheSumAndSharedOut() {
        Catalogue catalogue =
                catalogue(
                        List.of(
                                price("a", 10, false),
                                price("b", 10, false),
                                price("c", 10, false)),
                        "5");

        Quote quote = Quoting.quote(catalogue, request(Optional.empty(), "p-a", "p-b", "p-c"), NOW);

        assertThat(quote.tax().minor()).isEqualTo(2);
        assertThat(quote.lines())
                .extracting(line -> line.tax().minor())
                .containsExactly(1L, 1L, 0L);
    }

    @Test
    void aDiscountIsForItsPlansAndNeverMoreThanTheyCost() {
        Catalogue catalogue =
                catalogue(List.of(price("a", 1000, false), price("b", 500, false)), "0");
        Discount amount = new Discount.Amount(Money.of(800, "EUR"), Set.of("b"));
        Discount percent = new Discount.Percent(Rate.ofPercent("50"), Set.of("a"));

        Quote much = Quoting.quote(catalogue, request(Optional.of(amount), "p-a", "p-b"), NOW);
        Quote half = Quoting.quote(catalogue, request(Optional.of(percent), "p-a", "p-b"), NOW);

        assertThat(much.discount().minor()).isEqualTo(500);
        assertThat(much.total().minor()).isEqualTo(1000);
        assertThat(half.lines())
                .extracting(line -> line.discount().minor())
                .containsExactly(500L, 0L);
    }

    @Test
    void whatCannotBeBoughtIsRefused() {
        Catalogue catalogue =
                catalogue(
                        List.of(
                                price("a", Money.PAYMENT_MAX, false),
                                new Price(
                                        "yen",
                                        "b",
                                        Interval.MONTH,
                                        Money.of(5, "JPY"),
                                        false,
                                        LocalDate.EPOCH,
                                        Optional.empty())),
                        "0");

        refused(
                () -> Quoting.quote(catalogue, request(Optional.empty(), "gone"), NOW),
                "price-gone");
        refused(
                () -> Quoting.quote(catalogue, request(Optional.empty(), "p-a", "yen"), NOW),
                "JPY");
        refused(
                () -> Quoting.quote(catalogue, request(Optional.empty(), "p-a", "p-a"), NOW),
                "money-invalid");
        refused(() -> new QuoteRequest.Item("p-a", 0), "cart-limit");
        refused(() -> new QuoteRequest.Item("p-a", 101), "cart-limit");
        refused(() -> request(Optional.empty()), "cart-limit");
        refused(() -> request(Optional.empty(), "x".repeat(21).split("")), "cart-limit");
        refused(
                () ->
                        Quoting.quote(
                                catalogue,
                                request(
                                        Optional.of(
                                                new Discount.Amount(Money.of(1, "JPY"), Set.of())),
                                        "p-a"),
                                NOW),
                "JPY");
    }

    @SeededTest(cases = 1000)
    void theLinesOfEveryInvoiceSumToItsTotal(Seed seed) {
        Catalogue catalogue = draw(seed);
        for (int i = 0; i < INVOICES; i++) {
            QuoteRequest request = drawRequest(seed, catalogue);
            Quote quote = Quoting.quote(catalogue, request, NOW);
            check(quote);
        }
        QuoteRequest request = drawRequest(seed, catalogue);
        assertThat(Quoting.quote(catalogue, request, NOW))
                .isEqualTo(Quoting.quote(catalogue, request, NOW));
    }

    /** Reckoned again from the lines alone, by other means than the code's. */
    private static void check(Quote quote) {
        long listed = 0;
        long discount = 0;
        long tax = 0;
        long total = 0;
        for (QuoteLine line : quote.lines()) {
            long due = line.listed().minor() - line.discount().minor();
            long paid = line.net().minor() + line.tax().minor();
            is(line.listed().minor() == line.price().amount().minor() * line.quantity(), quote);
            is(line.discount().minor() >= 0 && due >= 0, quote);
            is(line.tax().minor() >= 0 && line.net().minor() >= 0, quote);
            is((line.price().taxIncluded() ? paid : line.net().minor()) == due, quote);
            double exact =
                    line.price().taxIncluded()
                            ? due - due / (1 + quote.taxRate().percent().doubleValue() / 100)
                            : due * quote.taxRate().percent().doubleValue() / 100;
            is(Math.abs(line.tax().minor() - exact) <= 1.5, quote);
            listed += line.listed().minor();
            discount += line.discount().minor();
            tax += line.tax().minor();
            total += paid;
        }
        is(quote.listed().minor() == listed && quote.discount().minor() == discount, quote);
        is(quote.tax().minor() == tax && quote.total().minor() == total, quote);
    }

    private static void is(boolean holds, Quote quote) {
        if (!holds) {
            throw new AssertionError("these lines do not add up: " + quote);
        }
    }

    private static Catalogue draw(Seed seed) {
        List<Price> prices = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            long most = seed.pick(List.of(9L, 999L, 40_000L));
            prices.add(
                    price(
                            "" + (char) ('a' + i),
                            seed.random().nextLong(1, most + 1),
                            seed.chance(0.5)));
        }
        return catalogue(
                prices,
                BigDecimal.valueOf(seed.between(0, 3000), seed.between(2, 3)).toPlainString());
    }

    private static QuoteRequest drawRequest(Seed seed, Catalogue catalogue) {
        List<QuoteRequest.Item> items = new ArrayList<>();
        int count = seed.between(1, 8);
        for (int i = 0; i < count; i++) {
            items.add(
                    new QuoteRequest.Item(seed.pick(catalogue.prices()).id(), seed.between(1, 9)));
        }
        Set<String> plans = seed.chance(0.5) ? Set.of() : Set.of("a", "b", "c");
        Optional<Discount> discount =
                switch (seed.between(0, 2)) {
                    case 0 -> Optional.empty();
                    case 1 ->
                            Optional.of(
                                    new Discount.Percent(
                                            new Rate(
                                                    BigDecimal.valueOf(seed.between(0, 10_000), 2)),
                                            plans));
                    default ->
                            Optional.of(
                                    new Discount.Amount(
                                            Money.of(seed.between(0, 60_000), "EUR"), plans));
                };
        return new QuoteRequest(
                items, discount, seed.chance(0.2) ? Optional.empty() : Optional.of("DE"));
    }

    static Price price(String plan, long minor, boolean taxIncluded) {
        return new Price(
                "p-" + plan,
                plan,
                Interval.MONTH,
                Money.of(minor, "EUR"),
                taxIncluded,
                LocalDate.EPOCH,
                Optional.empty());
    }

    static Catalogue catalogue(List<Price> prices, String percent) {
        return new Catalogue(
                1,
                "digest",
                prices.stream()
                        .map(price -> new Plan(price.plan(), price.plan(), Map.of()))
                        .toList(),
                prices,
                List.of(new TaxRate("DE", Rate.ofPercent(percent), LocalDate.EPOCH)));
    }

    static QuoteRequest request(Optional<Discount> discount, String... prices) {
        List<QuoteRequest.Item> items = new ArrayList<>();
        for (String price : prices) {
            items.add(new QuoteRequest.Item(price, 1));
        }
        return new QuoteRequest(items, discount, Optional.of("DE"));
    }

    private static void refused(Runnable work, String named) {
        assertThatThrownBy(work::run).isInstanceOf(PlatException.class).hasMessageContaining(named);
    }
}
