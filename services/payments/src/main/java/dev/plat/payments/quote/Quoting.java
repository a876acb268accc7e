package dev.plat.payments.quote;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.Price;
import dev.plat.payments.catalogue.TaxRate;
import dev.plat.payments.money.Allocation;
import dev.plat.payments.money.Money;
import dev.plat.payments.money.Rate;
import dev.plat.payments.money.Rounding;
import dev.plat.schemas.Currency;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reckons a quote. Each of discount and tax is rounded once, on the sum of the lines it is for, and
 * then shared out over them, so that the lines always sum to the whole and the whole is what the
 * law reckons. Tax of prices that include it is taken out of them, of others added.
 */
public final class Quoting {

    private Quoting() {}

    /**
     * What {@code request} costs by {@code catalogue} at {@code now}.
     *
     * @throws PlatException {@link ErrorCode#PRICE_GONE}; {@link ErrorCode#MONEY_INVALID} for
     *     prices of two currencies, a discount in another, and more than can be paid at once
     */
    public static Quote quote(Catalogue catalogue, QuoteRequest request, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<Price> prices =
                request.items().stream().map(item -> catalogue.price(item.price(), today)).toList();
        Currency currency = one(prices);
        List<Money> listed =
                indices(prices)
                        .mapToObj(i ->
                                prices.get(i).amount().times(request.items().get(i).quantity()))
                        .toList();
        List<Money> discounts = discounts(request, prices, listed, currency);
        List<Money> due =
                indices(prices).mapToObj(i -> listed.get(i).minus(discounts.get(i))).toList();
        Rate rate =
                request.jurisdiction()
                        .flatMap(place -> catalogue.tax(place, today))
                        .map(TaxRate::rate)
                        .orElse(new Rate(BigDecimal.ZERO));
        List<Money> taxes = taxes(prices, due, rate, currency);
        List<QuoteLine> lines = new ArrayList<>();
        for (int i = 0; i < prices.size(); i++) {
            Money tax = taxes.get(i);
            Money net = prices.get(i).taxIncluded() ? due.get(i).minus(tax) : due.get(i);
            int quantity = request.items().get(i).quantity();
            lines.add(
                    new QuoteLine(
                            i + 1,
                            prices.get(i),
                            quantity,
                            listed.get(i),
                            discounts.get(i),
                            net,
                            tax));
        }
        return new Quote(
                catalogue.sha256(),
                request,
                lines,
                rate,
                sum(listed, currency),
                sum(discounts, currency),
                sum(taxes, currency),
                sum(lines.stream().map(QuoteLine::total).toList(), currency).checkPayable(),
                now.truncatedTo(ChronoUnit.MILLIS));
    }

    private static List<Money> discounts(
            QuoteRequest request, List<Price> prices, List<Money> listed, Currency currency) {
        Money zero = Money.zero(currency);
        if (request.discount().isEmpty()) {
            return listed.stream().map(_ -> zero).toList();
        }
        Discount discount = request.discount().get();
        List<Money> eligible =
                indices(prices)
                        .mapToObj(i -> discount.isFor(prices.get(i).plan()) ? listed.get(i) : zero)
                        .toList();
        Money base = sum(eligible, currency);
        Money off =
                switch (discount) {
                    case Discount.Percent percent -> Rounding.DISCOUNT.part(base, percent.rate());
                    case Discount.Amount amount -> {
                        if (amount.money().currency() != currency) {
                            throw mixed(amount.money().currency(), currency);
                        }
                        yield amount.money().least(base);
                    }
                };
        return Allocation.byWeight(off, eligible.stream().map(Money::minor).toList());
    }

    private static List<Money> taxes(
            List<Price> prices, List<Money> due, Rate rate, Currency currency) {
        Money zero = Money.zero(currency);
        List<Money> within = pick(prices, due, true, zero);
        List<Money> without = pick(prices, due, false, zero);
        List<Money> contained = share(Rounding.TAX.contained(sum(within, currency), rate), within);
        List<Money> added = share(Rounding.TAX.part(sum(without, currency), rate), without);
        return indices(prices).mapToObj(i -> contained.get(i).plus(added.get(i))).toList();
    }

    private static List<Money> pick(
            List<Price> prices, List<Money> due, boolean taxIncluded, Money zero) {
        return indices(prices)
                .mapToObj(i -> prices.get(i).taxIncluded() == taxIncluded ? due.get(i) : zero)
                .toList();
    }

    private static List<Money> share(Money total, List<Money> by) {
        return Allocation.byWeight(total, by.stream().map(Money::minor).toList());
    }

    private static Currency one(List<Price> prices) {
        Currency first = prices.getFirst().amount().currency();
        for (Price price : prices) {
            if (price.amount().currency() != first) {
                throw mixed(price.amount().currency(), first);
            }
        }
        return first;
    }

    private static PlatException mixed(Currency found, Currency expected) {
        return new PlatException(
                ErrorCode.MONEY_INVALID,
                "One purchase has one currency.",
                "value",
                found.code(),
                "expected",
                expected.code());
    }

    private static Money sum(List<Money> parts, Currency currency) {
        return parts.stream().reduce(Money.zero(currency), Money::plus);
    }

    private static IntStream indices(List<?> list) {
        return IntStream.range(0, list.size());
    }
}
