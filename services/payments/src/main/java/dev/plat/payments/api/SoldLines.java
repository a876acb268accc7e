package dev.plat.payments.api;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.Plan;
import dev.plat.payments.catalogue.Price;
import dev.plat.payments.invoice.Sold;
import dev.plat.payments.money.Money;
import dev.plat.payments.money.Rate;
import dev.plat.schemas.Currency;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes lines that can stand on an invoice of what another service says it has sold. */
@Singleton
final class SoldLines {

    private static final int LINES_MAX = 20;

    private final Optional<Catalogue> catalogue;

    SoldLines(@Nullable Catalogue catalogue) {
        this.catalogue = Optional.ofNullable(catalogue);
    }

    List<Sold> of(@Nullable List<PaymentAnswer.NewLine> lines, Currency currency) {
        if (lines == null) {
            return List.of();
        }
        if (lines.size() > LINES_MAX) {
            throw PlatException.invalidField(
                    "lines", Integer.toString(lines.size()), "at most " + LINES_MAX);
        }
        Set<Integer> numbers = new HashSet<>();
        List<Sold> sold = new ArrayList<>();
        for (PaymentAnswer.NewLine line : lines) {
            if (line.line() < 1 || !numbers.add(line.line())) {
                throw PlatException.invalidField(
                        "lines.line", Integer.toString(line.line()), "each number once, from 1");
            }
            sold.add(sold(line, currency));
        }
        return sold;
    }

    private Sold sold(PaymentAnswer.NewLine line, Currency currency) {
        Sold.Kind kind = Sold.Kind.parse(line.kind());
        Optional<Price> price =
                catalogue.flatMap(all ->
                        all.prices().stream()
                                .filter(each -> each.id().equals(line.price()))
                                .findFirst());
        String plan = price.map(Price::plan).orElse(line.kind());
        String name =
                catalogue.flatMap(all -> all.plan(plan)).map(Plan::name).orElse(line.subject());
        String every =
                price.map(each ->
                                switch (each.interval()) {
                                    case MONTH -> "month";
                                    case YEAR -> "year";
                                })
                        .orElse("");
        String description =
                switch (kind) {
                    case PLAN -> every.isEmpty() ? name : name + ", one " + every;
                    case NAME ->
                            line.subject()
                                    + ", "
                                    + line.quantity()
                                    + " "
                                    + every
                                    + (line.quantity() == 1 ? "" : "s");
                };
        Money total = new Money(line.total().amount(), currency);
        Money tax = Money.zero(currency);
        String jurisdiction = line.jurisdiction() == null ? "" : line.jurisdiction();
        String percent = "";
        if (line.tax() != null && !jurisdiction.isEmpty()) {
            tax = new Money(line.tax().amount(), currency);
            percent = Rate.ofPercent(line.percent() == null ? "" : line.percent()).text();
        }
        String coupon = line.coupon() == null ? "" : line.coupon();
        if (line.discount() != null && !coupon.isEmpty()) {
            description =
                    Sold.discounted(
                            description, new Money(line.discount().amount(), currency), coupon);
        }
        return new Sold(
                line.line(),
                kind,
                plan,
                line.price(),
                description,
                null,
                line.quantity(),
                total.minus(tax),
                tax,
                jurisdiction,
                percent);
    }
}
