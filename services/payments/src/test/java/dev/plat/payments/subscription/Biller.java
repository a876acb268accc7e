package dev.plat.payments.subscription;

import dev.plat.payments.catalogue.Price;
import dev.plat.payments.dunning.DunningPlan;
import dev.plat.payments.dunning.DunningStep;
import dev.plat.payments.money.Money;
import dev.plat.payments.period.Days;
import dev.plat.payments.provider.DeclineClass;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** What is tried: billing as it is, or a twin with a fault that the trial has to find. */
interface Biller {

    Biller REAL = new Biller() {};

    default Billing.Renewed renew(Subscription it, Price price, int number, Billing.Terms terms) {
        return Billing.renew(it, price, number, terms);
    }

    default Billing.Changed change(
            Subscription it,
            Coverage last,
            Price from,
            Price to,
            LocalDate day,
            int number,
            Billing.Terms terms) {
        return Billing.change(it, last, from, to, day, number, terms);
    }

    default Standing declined(Standing standing, DeclineClass decline, Instant now) {
        return SubscriptionMachine.declined(standing, decline, now);
    }

    default Standing dunned(Standing standing, DunningPlan.Item item) {
        return SubscriptionMachine.dunned(standing, item);
    }

    default Optional<SubscriptionMachine.Act> next(Standing standing, Instant now) {
        return SubscriptionMachine.next(standing, now);
    }

    default Standing paid(Standing standing) {
        return SubscriptionMachine.paid(standing);
    }

    /** Who has not paid goes on working. */
    final class ForgetsTheHold implements Biller {
        @Override
        public Standing dunned(Standing standing, DunningPlan.Item item) {
            Standing right = SubscriptionMachine.dunned(standing, item);
            return item.step() == DunningStep.HOLD
                    ? new Standing(standing.it(), right.coverage(), right.owed(), right.dunning())
                    : right;
        }
    }

    /** A later decline begins the days anew. */
    final class BeginsTheDaysAnew implements Biller {
        @Override
        public Standing declined(Standing standing, DeclineClass decline, Instant now) {
            Standing right = SubscriptionMachine.declined(standing, decline, now);
            return new Standing(
                    right.it(),
                    right.coverage(),
                    right.owed(),
                    right.dunning().map(it -> new Standing.Dunning(now, decline, it.last())));
        }
    }

    /** Who has ended what they owe is asked for it on all the days. */
    final class DunsAfterTheEnd implements Biller {
        @Override
        public Optional<SubscriptionMachine.Act> next(Standing standing, Instant now) {
            return SubscriptionMachine.next(
                    new Standing(
                            standing.it().ending(false),
                            standing.coverage(),
                            standing.owed(),
                            standing.dunning()),
                    now);
        }
    }

    /** Who has paid at last stays held. */
    final class StaysHeld implements Biller {
        @Override
        public Standing paid(Standing standing) {
            Standing right = SubscriptionMachine.paid(standing);
            return new Standing(standing.it(), right.coverage(), right.owed(), right.dunning());
        }
    }

    private static Billing.Bill with(Billing.Bill bill, Days days, Coverage.Charged charge) {
        Coverage made = bill.coverage();
        return new Billing.Bill(
                new Coverage(
                        made.number(),
                        made.period(),
                        days,
                        made.plan(),
                        made.price(),
                        charge,
                        made.recognised()),
                bill.listed(),
                bill.discount());
    }

    /** A period is reckoned from the one before: what began on the 31st stays on the 28th. */
    final class FromTheLastPeriod implements Biller {
        @Override
        public Billing.Renewed renew(
                Subscription it, Price price, int number, Billing.Terms terms) {
            Billing.Renewed right = Billing.renew(it, price, number, terms);
            if (it.period() < 0) {
                return right;
            }
            LocalDate first = it.current().until();
            LocalDate until =
                    switch (it.every()) {
                        case MONTH -> first.plusMonths(1);
                        case YEAR -> first.plusYears(1);
                    };
            return new Billing.Renewed(
                    right.after(),
                    with(right.bill(), new Days(first, until), right.bill().coverage().charge()));
        }
    }

    /** What goes back is reckoned by the price, as if nothing had been taken off it. */
    final class CreditsThePrice implements Biller {
        @Override
        public Billing.Changed change(
                Subscription it,
                Coverage last,
                Price from,
                Price to,
                LocalDate day,
                int number,
                Billing.Terms terms) {
            Coverage.Charged listed =
                    new Coverage.Charged(
                            from.amount(),
                            last.charge().tax(),
                            last.charge().jurisdiction(),
                            last.charge().percent());
            Coverage dearer =
                    new Coverage(
                            last.number(),
                            last.period(),
                            last.days(),
                            last.plan(),
                            last.price(),
                            listed,
                            last.recognised());
            return Billing.change(it, dearer, from, to, day, number, terms);
        }
    }

    /** The whole period is charged again, also the days that were billed. */
    final class BillsDaysTwice implements Biller {
        @Override
        public Billing.Changed change(
                Subscription it,
                Coverage last,
                Price from,
                Price to,
                LocalDate day,
                int number,
                Billing.Terms terms) {
            Billing.Changed right = Billing.change(it, last, from, to, day, number, terms);
            return new Billing.Changed(
                    right.kind(),
                    right.after(),
                    right.cut(),
                    right.bill()
                            .map(bill ->
                                    with(bill, right.after().current(), bill.coverage().charge())));
        }
    }

    /** The tax of what goes back stays. */
    final class KeepsTheTax implements Biller {
        @Override
        public Billing.Changed change(
                Subscription it,
                Coverage last,
                Price from,
                Price to,
                LocalDate day,
                int number,
                Billing.Terms terms) {
            Billing.Changed right = Billing.change(it, last, from, to, day, number, terms);
            Optional<Coverage.Cut> cut =
                    right.cut()
                            .map(whole ->
                                    new Coverage.Cut(
                                            whole.kept(),
                                            new Coverage.Charged(
                                                    whole.credit().net(),
                                                    Money.zero(it.currency()),
                                                    whole.credit().jurisdiction(),
                                                    whole.credit().percent())));
            return new Billing.Changed(right.kind(), right.after(), cut, right.bill());
        }
    }

    /** The coupon does not count for what is left of a period. */
    final class ForgetsTheCoupon implements Biller {
        @Override
        public Billing.Changed change(
                Subscription it,
                Coverage last,
                Price from,
                Price to,
                LocalDate day,
                int number,
                Billing.Terms terms) {
            return Billing.change(
                    it,
                    last,
                    from,
                    to,
                    day,
                    number,
                    new Billing.Terms(Optional.empty(), terms.tax()));
        }
    }

    /** A cheaper price counts at once. */
    final class CheapensAtOnce implements Biller {
        @Override
        public Billing.Changed change(
                Subscription it,
                Coverage last,
                Price from,
                Price to,
                LocalDate day,
                int number,
                Billing.Terms terms) {
            Billing.Changed right = Billing.change(it, last, from, to, day, number, terms);
            return right.kind() == ChangeKind.AT_END
                    ? new Billing.Changed(
                            right.kind(),
                            right.after(),
                            Optional.of(last.cut(day)),
                            Optional.empty())
                    : right;
        }
    }
}
