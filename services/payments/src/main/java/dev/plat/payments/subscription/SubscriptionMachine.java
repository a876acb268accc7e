package dev.plat.payments.subscription;

import dev.plat.payments.catalogue.Interval;
import dev.plat.payments.dunning.DunningPlan;
import dev.plat.payments.dunning.DunningStep;
import dev.plat.payments.period.Periods;
import dev.plat.payments.provider.DeclineClass;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Decides, without doing anything, what is to be done for a subscription and when.
 *
 * <p>One thing at a time: while an invoice is open no other is made, so an unpaid period is never
 * followed by a second one; when it is paid at last the periods that began meanwhile are billed one
 * after the other. What is served is earned month by month from the anchor.
 */
public final class SubscriptionMachine {

    /** While a charge is under way its outcome wakes the subscription; this is for a lost one. */
    private static final Duration LOOK = Duration.ofDays(1);

    private SubscriptionMachine() {}

    /** What is to be done. */
    public sealed interface Act {

        /** The next period is billed. */
        record Renew() implements Act {}

        /** Its owner has ended it, and its last period is over. */
        record End() implements Act {}

        /** What was served by the morning of that day is earned. */
        record Earn(LocalDate until) implements Act {}

        /** Its owner has ended it and owes its last period, which is taken back. */
        record GiveUp() implements Act {}

        /** A day of an unpaid renewal has come. */
        record Dun(DunningPlan.Item item) implements Act {}
    }

    /** What is to be done now; it is asked again after each. */
    public static Optional<Act> next(Standing standing, Instant now) {
        Subscription it = standing.it();
        if (it.over()) {
            return Optional.empty();
        }
        if (standing.dunning().isPresent()) {
            if (it.ending()) {
                return Optional.of(new Act.GiveUp());
            }
            Standing.Dunning dunning = standing.dunning().get();
            return dunning.next()
                    .filter(item -> !item.at(dunning.since(), it.zone()).isAfter(now))
                    .map(Act.Dun::new);
        }
        if (standing.owed()) {
            return Optional.empty();
        }
        LocalDate mark = mark(it, it.day(now));
        if (standing.coverage().stream().anyMatch(days -> !days.earned(mark).isZero())) {
            return Optional.of(new Act.Earn(mark));
        }
        if (it.morning(it.current().until()).isAfter(now)) {
            return Optional.empty();
        }
        return Optional.of(it.ending() ? new Act.End() : new Act.Renew());
    }

    /** When something is to be done next, when nothing is now; empty when nothing ever is. */
    public static Optional<Instant> due(Standing standing, Instant now) {
        Subscription it = standing.it();
        if (it.over()) {
            return Optional.empty();
        }
        if (standing.dunning().isPresent()) {
            Instant since = standing.dunning().get().since();
            return Optional.of(
                    standing.dunning()
                            .get()
                            .next()
                            .map(item -> item.at(since, it.zone()))
                            .orElse(now.plus(LOOK)));
        }
        if (standing.owed()) {
            return Optional.of(now.plus(LOOK));
        }
        Instant renewal = it.morning(it.current().until());
        Instant earned = it.morning(mark(it, it.day(now), 1));
        return Optional.of(earned.isBefore(renewal) ? earned : renewal);
    }

    /** A charge was declined: the first decline begins the days, later ones change nothing else. */
    public static Standing declined(Standing standing, DeclineClass decline, Instant now) {
        Subscription it = standing.it();
        if (it.over() || !standing.owed()) {
            return standing;
        }
        Standing.Dunning dunning =
                standing.dunning()
                        .map(before -> new Standing.Dunning(before.since(), decline, before.last()))
                        .orElseGet(() -> new Standing.Dunning(now, decline, Optional.empty()));
        Subscription after =
                it.state() == SubscriptionState.ACTIVE ? to(it, SubscriptionState.PAST_DUE) : it;
        return new Standing(after, standing.coverage(), true, Optional.of(dunning));
    }

    /** All that was owed is paid. */
    public static Standing paid(Standing standing) {
        Subscription it = standing.it();
        return new Standing(
                it.over() ? it : to(it, SubscriptionState.ACTIVE),
                standing.coverage(),
                false,
                Optional.empty());
    }

    /** An item of the days was done; {@link DunningStep#CANCEL} is the end. */
    public static Standing dunned(Standing standing, DunningPlan.Item item) {
        Standing.Dunning before = standing.dunning().orElseThrow();
        Optional<Standing.Dunning> dunning =
                Optional.of(
                        new Standing.Dunning(before.since(), before.decline(), Optional.of(item)));
        Subscription it = standing.it();
        return switch (item.step()) {
            case RETRY, NOTICE -> new Standing(it, standing.coverage(), true, dunning);
            case HOLD ->
                    new Standing(
                            to(it, SubscriptionState.SUSPENDED),
                            standing.coverage(),
                            true,
                            dunning);
            case CANCEL -> givenUp(standing);
        };
    }

    /** It is over, and what was owed of it is not owed any more. */
    public static Standing givenUp(Standing standing) {
        return new Standing(standing.it().ended(), standing.coverage(), false, Optional.empty());
    }

    private static Subscription to(Subscription it, SubscriptionState state) {
        return it.with(draft -> draft.state = state);
    }

    private static LocalDate mark(Subscription it, LocalDate day) {
        return mark(it, day, 0);
    }

    /** The last month's end that was reached, from the anchor, and the ones after it. */
    private static LocalDate mark(Subscription it, LocalDate day, int after) {
        Periods months = new Periods(it.anchor(), Interval.MONTH);
        int n = 0;
        while (!months.start(n + 1).isAfter(day)) {
            n++;
        }
        return months.start(n + after);
    }
}
