package dev.plat.payments.subscription;

import dev.plat.payments.catalogue.Interval;
import dev.plat.payments.dunning.DunningStep;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Lets the charge for the next period of a subscription come to something, day by day. */
final class ChargeTrial {

    /** Of the day on which the bank answers; no clock is changed at this time. */
    private static final LocalTime NOON = LocalTime.NOON;

    private final Charge charge;
    private final Biller biller;
    private final List<Charge.Day> done = new ArrayList<>();
    private Standing standing;

    /**
     * The machine knows days and nothing of money: cells that differ in that alone share a trial.
     */
    private record Key(
            Biller biller, LocalDate anchor, Interval every, int period, Charge charge) {}

    private static final Map<Key, Optional<String>> TRIED = new ConcurrentHashMap<>();

    private ChargeTrial(Subscription billed, Charge charge, Biller biller) {
        this.charge = charge;
        this.biller = biller;
        this.standing = new Standing(billed, List.of(), true, Optional.empty());
    }

    /**
     * What is not as it should be.
     *
     * @param billed whose last period was billed and is being charged
     */
    static Optional<String> difference(Subscription billed, Charge charge, Biller biller) {
        return TRIED.computeIfAbsent(
                new Key(biller, billed.anchor(), billed.every(), billed.period(), charge),
                _ ->
                        new ChargeTrial(billed, charge, biller)
                                .run()
                                .map(wrong -> charge + ": " + wrong));
    }

    private Optional<String> run() {
        Subscription it = standing.it();
        LocalDate day = it.current().first();
        if (SubscriptionMachine.next(standing, noon(it, day)).isPresent()) {
            return Optional.of("something is done while the charge is under way");
        }
        if (charge.decline().isPresent()) {
            standing = biller.declined(standing, charge.decline().get(), noon(it, day));
            day = dunned(day);
        }
        if (!done.equals(charge.days())) {
            return Optional.of("done was " + done + ", not " + charge.days());
        }
        if (charge.ended()) {
            return ended(day);
        }
        return charge.paid() == Charge.Paid.NEVER ? over(day) : paid(day);
    }

    /** Nothing else is done for it: what is owed is taken back, and it is over. */
    private Optional<String> ended(LocalDate day) {
        Subscription ending = standing.it().ending(true);
        standing = new Standing(ending, standing.coverage(), true, standing.dunning());
        Optional<SubscriptionMachine.Act> act = biller.next(standing, noon(ending, day));
        if (!act.equals(Optional.of(new SubscriptionMachine.Act.GiveUp()))) {
            return Optional.of("ended, and then " + act);
        }
        standing = SubscriptionMachine.givenUp(standing);
        return over(day);
    }

    /** Until it is paid or over. */
    private LocalDate dunned(LocalDate first) {
        LocalDate day = first;
        for (int number = 0; number <= 90 && number < charge.paidOn(); number++) {
            Instant now = noon(standing.it(), day);
            for (var act = SubscriptionMachine.next(standing, now);
                    act.isPresent();
                    act = SubscriptionMachine.next(standing, now)) {
                if (!(act.get() instanceof SubscriptionMachine.Act.Dun(var item))) {
                    throw new IllegalArgumentException("unpaid, and then " + act.get());
                }
                done.add(new Charge.Day(number, item.step()));
                standing = biller.dunned(standing, item);
                if (item.step() == DunningStep.RETRY) {
                    // It is declined again, which changes nothing.
                    standing = biller.declined(standing, charge.decline().orElseThrow(), now);
                }
            }
            SubscriptionState state = standing.it().state();
            SubscriptionState right =
                    number < 21
                            ? SubscriptionState.PAST_DUE
                            : number < 90
                                    ? SubscriptionState.SUSPENDED
                                    : SubscriptionState.CANCELLED;
            if (state != right) {
                throw new IllegalArgumentException("on day " + number + " it is " + state);
            }
            day = SlowBilling.after(day);
        }
        return day;
    }

    private Optional<String> over(LocalDate day) {
        Instant later = noon(standing.it(), day.plusYears(2));
        boolean quiet =
                SubscriptionMachine.next(standing, later).isEmpty()
                        && SubscriptionMachine.due(standing, later).isEmpty()
                        && !standing.owed();
        return quiet ? Optional.empty() : Optional.of("it goes on after its end");
    }

    /** Then it is as if it had been paid at once: the next period follows on its day. */
    private Optional<String> paid(LocalDate day) {
        standing = biller.paid(standing);
        Subscription it = standing.it();
        if (it.state() != SubscriptionState.ACTIVE
                || standing.owed()
                || standing.dunning().isPresent()) {
            return Optional.of("paid, it is " + it.state());
        }
        LocalDate end = it.current().until();
        LocalDate before = end.minusDays(1);
        boolean early =
                !before.isBefore(day)
                        && SubscriptionMachine.next(standing, noon(it, before)).isPresent();
        boolean renews =
                SubscriptionMachine.next(standing, noon(it, end))
                        .filter(act -> act instanceof SubscriptionMachine.Act.Renew)
                        .isPresent();
        return !early && renews
                ? Optional.empty()
                : Optional.of("paid, and renewed " + (early ? "early" : "not at all"));
    }

    private static Instant noon(Subscription it, LocalDate day) {
        return day.atTime(NOON).atZone(it.zone()).toInstant();
    }
}
