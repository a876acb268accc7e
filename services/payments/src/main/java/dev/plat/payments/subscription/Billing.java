package dev.plat.payments.subscription;

import dev.plat.payments.catalogue.Price;
import dev.plat.payments.catalogue.TaxRate;
import dev.plat.payments.money.Money;
import dev.plat.payments.money.Rate;
import dev.plat.payments.money.Rounding;
import dev.plat.payments.period.Days;
import dev.plat.payments.quote.Discount;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What days cost. A whole period costs its price; a part of one the days' share of it, rounded
 * once. What goes back is the unused days' share of what was really charged for them, so a discount
 * goes back as it was given, and the tax at the rate at which it was taken.
 */
public final class Billing {

    private Billing() {}

    /** What a day's bill is subject to. */
    public record Terms(Optional<Discount> discount, Optional<TaxRate> tax) {

        public static final Terms NONE = new Terms(Optional.empty(), Optional.empty());
    }

    /**
     * Days that are charged.
     *
     * @param listed their share of the price
     * @param discount what is taken off that
     */
    public record Bill(Coverage coverage, Money listed, Money discount) {}

    /** The next period of a subscription. */
    public record Renewed(Subscription after, Bill bill) {}

    /**
     * Another price.
     *
     * @param cut what goes back, and what is left of the days before
     * @param bill what is charged now
     */
    public record Changed(
            ChangeKind kind, Subscription after, Optional<Coverage.Cut> cut, Optional<Bill> bill) {}

    /**
     * The period after the last billed one, at {@code price}.
     *
     * @param number of the coverage that it makes
     */
    public static Renewed renew(Subscription it, Price price, int number, Terms terms) {
        Subscription after =
                it.with(draft -> {
                    draft.period = it.period() + 1;
                    draft.plan = price.plan();
                    draft.price = price.id();
                    draft.nextPrice = null;
                });
        return new Renewed(after, bill(price, after, after.current(), number, terms));
    }

    /**
     * The change to {@code to} on a day of the period that was billed last.
     *
     * @param last what was billed for that day
     * @param number of the coverage that it makes
     */
    public static Changed change(
            Subscription it,
            Coverage last,
            Price from,
            Price to,
            LocalDate day,
            int number,
            Terms terms) {
        if (!it.current().contains(day) || !last.days().contains(day)) {
            throw new IllegalArgumentException(day + " is not within " + last.days());
        }
        ChangeKind kind = ChangeKind.of(from, to);
        Subscription after =
                it.with(draft -> {
                    if (kind == ChangeKind.AT_END) {
                        draft.nextPrice = to.id();
                        return;
                    }
                    draft.plan = to.plan();
                    draft.price = to.id();
                    draft.nextPrice = null;
                    draft.ending = false;
                    if (kind == ChangeKind.NEW_PERIOD) {
                        draft.anchor = day;
                        draft.every = to.interval();
                        draft.period = 0;
                    }
                });
        return switch (kind) {
            case AT_END -> new Changed(kind, after, Optional.empty(), Optional.empty());
            case NOW, NEW_PERIOD ->
                    new Changed(
                            kind,
                            after,
                            Optional.of(last.cut(day)),
                            Optional.of(bill(to, after, after.current().from(day), number, terms)));
        };
    }

    /** These days of the current period. */
    private static Bill bill(Price price, Subscription it, Days days, int number, Terms terms) {
        Days whole = it.current();
        Money listed = Rounding.PRORATION.share(price.amount(), days.length(), whole.length());
        Money discount =
                terms.discount()
                        .filter(off -> off.isFor(price.plan()))
                        .map(off -> off(off, listed, days, whole))
                        .orElse(Money.zero(listed.currency()));
        return new Bill(
                new Coverage(
                        number,
                        it.period(),
                        days,
                        price.plan(),
                        price.id(),
                        charged(price, listed.minus(discount), terms.tax()),
                        Money.zero(listed.currency())),
                listed,
                discount);
    }

    private static Money off(Discount discount, Money listed, Days days, Days whole) {
        return switch (discount) {
            case Discount.Percent percent -> Rounding.DISCOUNT.part(listed, percent.rate());
            case Discount.Amount amount ->
                    Rounding.PRORATION
                            .share(amount.money(), days.length(), whole.length())
                            .least(listed);
        };
    }

    private static Coverage.Charged charged(Price price, Money due, Optional<TaxRate> tax) {
        if (tax.isEmpty()) {
            return new Coverage.Charged(due, Money.zero(due.currency()), "", "");
        }
        Rate rate = tax.get().rate();
        Money part =
                price.taxIncluded()
                        ? Rounding.TAX.contained(due, rate)
                        : Rounding.TAX.part(due, rate);
        return new Coverage.Charged(
                price.taxIncluded() ? due.minus(part) : due,
                part,
                tax.get().jurisdiction(),
                rate.percent().toPlainString());
    }
}
