package dev.plat.payments.subscription;

import dev.plat.payments.money.Money;
import dev.plat.payments.money.Rounding;
import dev.plat.payments.period.Days;
import java.time.LocalDate;

/**
 * Days that were billed, with what was really charged for them.
 *
 * @param number from 1 within its subscription
 * @param period of the subscription, in which they lie
 * @param days none when all of it was given back
 * @param plan on which they were
 * @param price by which they were charged
 * @param charge for these days, without what was given back
 * @param recognised how much of the net is earned by now
 */
public record Coverage(
        int number,
        int period,
        Days days,
        String plan,
        String price,
        Charged charge,
        Money recognised) {

    /**
     * What was charged.
     *
     * @param jurisdiction to which the tax goes; empty: none
     * @param percent of tax, as it stands in the catalogue
     */
    public record Charged(Money net, Money tax, String jurisdiction, String percent) {

        public Money total() {
            return net.plus(tax);
        }
    }

    public Coverage {
        Money net = charge.net();
        if (net.isNegative() || charge.tax().isNegative() || recognised.isNegative()) {
            throw new IllegalArgumentException("an amount below zero: " + charge);
        }
        if (recognised.compareTo(net) > 0) {
            throw new IllegalArgumentException("earned " + recognised + " of " + net);
        }
    }

    /** What is left of it, and what goes back. */
    public record Cut(Coverage kept, Charged credit) {}

    /**
     * Gives back the days from {@code day} on: their share of what was really charged, never more
     * than is not earned yet. The parts sum to what was charged.
     */
    public Cut cut(LocalDate day) {
        Days rest = days.from(day);
        if (rest.isEmpty()) {
            Money none = Money.zero(recognised.currency());
            return new Cut(this, new Charged(none, none, charge.jurisdiction, charge.percent));
        }
        Money unearned = charge.net.minus(recognised);
        Money net =
                Rounding.PRORATION.share(charge.net, rest.length(), days.length()).least(unearned);
        Money tax = Rounding.PRORATION.share(charge.tax, rest.length(), days.length());
        Charged kept =
                new Charged(
                        charge.net.minus(net),
                        charge.tax.minus(tax),
                        charge.jurisdiction,
                        charge.percent);
        return new Cut(
                new Coverage(number, period, days.before(day), plan, price, kept, recognised),
                new Charged(net, tax, charge.jurisdiction, charge.percent));
    }

    /** What is earned by the morning of {@code day}, beyond what was booked as earned. */
    public Money earned(LocalDate day) {
        Money due =
                days.from(day).isEmpty()
                        ? charge.net
                        : Rounding.PRORATION.share(
                                charge.net, days.before(day).length(), days.length());
        Money more = due.minus(recognised);
        return more.isNegative() ? Money.zero(recognised.currency()) : more;
    }

    public Coverage earning(Money more) {
        return new Coverage(number, period, days, plan, price, charge, recognised.plus(more));
    }
}
