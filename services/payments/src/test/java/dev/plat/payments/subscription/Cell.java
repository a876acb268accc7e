package dev.plat.payments.subscription;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.Interval;
import dev.plat.payments.catalogue.Price;
import dev.plat.payments.catalogue.TaxRate;
import dev.plat.payments.coupon.Coupon;
import dev.plat.payments.money.Money;
import dev.plat.payments.money.Rate;
import dev.plat.payments.period.Days;
import dev.plat.payments.quote.Discount;
import dev.plat.payments.tax.Assessment;
import dev.plat.payments.tax.Buyer;
import dev.plat.schemas.Currency;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One cell of the matrix.
 *
 * @param change null: none is made
 */
record Cell(
        Interval every,
        LocalDate anchor,
        @Nullable ChangeKind change,
        Moment moment,
        Optional<Coupon> coupon,
        Tax tax,
        Currency currency) {

    static final String PERCENT = "7.7";
    static final LocalDate LONG_AGO = LocalDate.of(2000, 1, 1);

    /** On which day of the second period it is changed. */
    enum Moment {
        FIRST,
        SECOND,
        MIDDLE,
        LAST;

        LocalDate of(Days period) {
            return switch (this) {
                case FIRST -> period.first();
                case SECOND -> period.first().plusDays(1);
                case MIDDLE -> period.first().plusDays(period.length() / 2);
                case LAST -> period.until().minusDays(1);
            };
        }
    }

    /**
     * What is known of the buyer, and how the price is meant.
     *
     * @param included whether the price has the tax in it; else it is added
     */
    record Tax(Assessment.Reason reason, boolean included) {

        private static final Catalogue CATALOGUE =
                new Catalogue(
                        1,
                        "",
                        List.of(),
                        List.of(),
                        List.of(new TaxRate("DE", Rate.ofPercent(PERCENT), LONG_AGO)));

        static List<Tax> all() {
            List<Tax> all = new ArrayList<>();
            for (Assessment.Reason reason : Assessment.Reason.values()) {
                Tax included = new Tax(reason, true);
                all.add(included);
                if (included.taken()) {
                    all.add(new Tax(reason, false));
                }
            }
            return all;
        }

        boolean taken() {
            return switch (reason) {
                case COUNTRY_UNKNOWN, NOT_COLLECTED -> false;
                case STANDARD, TAX_ID_NOT_CHECKED -> true;
            };
        }

        /** As the code itself assesses such a buyer. */
        Optional<TaxRate> rate() {
            Buyer buyer =
                    switch (reason) {
                        case COUNTRY_UNKNOWN -> new Buyer(Optional.empty(), Optional.empty());
                        case NOT_COLLECTED -> new Buyer(Optional.of("CH"), Optional.empty());
                        case STANDARD -> new Buyer(Optional.of("DE"), Optional.empty());
                        case TAX_ID_NOT_CHECKED ->
                                new Buyer(Optional.of("DE"), Optional.of("DE123456789"));
                    };
            Assessment assessed = Assessment.of(CATALOGUE, buyer, LocalDate.of(2027, 1, 1));
            if (assessed.reason() != reason) {
                throw new IllegalArgumentException(reason + " is assessed as " + assessed);
            }
            return assessed.rate();
        }
    }

    /**
     * Month ends, leap days, the ends of years, and days on which clocks are put back or forward.
     */
    private static final List<LocalDate> ANCHORS =
            List.of(
                    LocalDate.of(2027, 1, 1),
                    LocalDate.of(2027, 1, 15),
                    LocalDate.of(2027, 1, 28),
                    LocalDate.of(2027, 1, 29),
                    LocalDate.of(2027, 1, 30),
                    LocalDate.of(2027, 1, 31),
                    LocalDate.of(2027, 2, 28),
                    LocalDate.of(2028, 2, 29),
                    LocalDate.of(2027, 3, 28),
                    LocalDate.of(2027, 10, 31),
                    LocalDate.of(2027, 12, 31));

    static List<Cell> all() {
        List<Cell> cells = new ArrayList<>();
        for (Currency currency : currencies()) {
            for (Optional<Coupon> coupon : coupons(currency)) {
                for (Interval every : Interval.values()) {
                    for (LocalDate anchor : ANCHORS) {
                        for (Tax tax : Tax.all()) {
                            for (ChangeKind change : ChangeKind.values()) {
                                for (Moment moment : Moment.values()) {
                                    cells.add(
                                            new Cell(
                                                    every, anchor, change, moment, coupon, tax,
                                                    currency));
                                }
                            }
                            cells.add(
                                    new Cell(
                                            every,
                                            anchor,
                                            null,
                                            Moment.FIRST,
                                            coupon,
                                            tax,
                                            currency));
                        }
                    }
                }
            }
        }
        return cells;
    }

    /** One of each number of decimals that the table has. */
    private static List<Currency> currencies() {
        Map<Integer, Currency> one = new TreeMap<>();
        Currency.all().values().stream()
                .sorted(Comparator.comparing(Currency::code))
                .forEach(currency -> one.putIfAbsent(currency.exponent(), currency));
        return List.copyOf(one.values());
    }

    private static List<Optional<Coupon>> coupons(Currency currency) {
        List<Optional<Coupon>> coupons = new ArrayList<>();
        coupons.add(Optional.empty());
        for (Coupon.Lasting lasting : Coupon.Lasting.values()) {
            for (Class<?> kind : Discount.class.getPermittedSubclasses()) {
                int periods =
                        switch (lasting) {
                            case ONCE, FOREVER -> 1;
                            case PERIODS -> 2;
                        };
                coupons.add(Optional.of(new Coupon("c", off(kind, currency), lasting, periods)));
            }
        }
        return coupons;
    }

    private static Discount off(Class<?> kind, Currency currency) {
        if (kind == Discount.Percent.class) {
            return new Discount.Percent(Rate.ofPercent("12.5"), Set.of());
        }
        if (kind == Discount.Amount.class) {
            return new Discount.Amount(new Money(333, currency), Set.of());
        }
        throw new AssertionError("not covered: " + kind);
    }

    Price first() {
        return price("first", every, every == Interval.MONTH ? 1_999 : 19_999);
    }

    Price target(ChangeKind kind) {
        return switch (kind) {
            case NOW -> price("dear", every, every == Interval.MONTH ? 4_999 : 49_999);
            case AT_END -> price("cheap", every, every == Interval.MONTH ? 997 : 9_973);
            case NEW_PERIOD ->
                    every == Interval.MONTH
                            ? price("year", Interval.YEAR, 19_999)
                            : price("month", Interval.MONTH, 1_999);
        };
    }

    private Price price(String id, Interval interval, long minor) {
        return new Price(
                id,
                "plan-" + id,
                interval,
                new Money(minor, currency),
                tax.included(),
                LONG_AGO,
                Optional.empty());
    }

    Billing.Terms terms(int billed) {
        return new Billing.Terms(coupon.flatMap(it -> it.at(billed)), tax.rate());
    }
}
