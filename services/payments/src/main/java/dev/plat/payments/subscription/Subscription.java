package dev.plat.payments.subscription;

import dev.plat.payments.catalogue.Interval;
import dev.plat.payments.period.Days;
import dev.plat.payments.period.Periods;
import dev.plat.schemas.Currency;
import dev.plat.schemas.Id;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an account is on.
 *
 * @param id a {@code SUBSCRIPTION} in the account's bucket
 * @param anchor the day from which periods are counted
 * @param zone in which days begin and end; it never changes
 * @param period the one that was billed last, from 0
 * @param nextPrice from the next period on; null: as it is
 * @param ending whether it ends with this period
 * @param due when something is to be done for it; null when it is over
 */
public record Subscription(
        Id id,
        Id account,
        SubscriptionState state,
        String plan,
        String price,
        Currency currency,
        LocalDate anchor,
        Interval every,
        ZoneId zone,
        int period,
        @Nullable String nextPrice,
        boolean ending,
        Instant started,
        @Nullable Instant due) {

    public Periods periods() {
        return new Periods(anchor, every);
    }

    /** The period that was billed last. */
    public Days current() {
        return periods().period(period);
    }

    public LocalDate day(Instant moment) {
        return LocalDate.ofInstant(moment, zone);
    }

    /** When this day begins there; where clocks skip midnight, when they go on. */
    public Instant morning(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    public boolean over() {
        return state == SubscriptionState.CANCELLED;
    }

    /** The next period is as this one. */
    public Subscription staying() {
        return with(it -> it.nextPrice = null);
    }

    /** Whether it ends with its period. */
    public Subscription ending(boolean ends) {
        return with(it -> it.ending = ends);
    }

    public Subscription ended() {
        return with(it -> {
            it.state = SubscriptionState.CANCELLED;
            it.nextPrice = null;
            it.due = null;
        });
    }

    public Subscription due(@Nullable Instant when) {
        return with(it -> it.due = when);
    }

    Subscription with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** What changes of a subscription while it lasts. */
    static final class Draft {

        private final Subscription from;
        SubscriptionState state;
        String plan;
        String price;
        LocalDate anchor;
        Interval every;
        int period;
        @Nullable String nextPrice;
        boolean ending;
        @Nullable Instant due;

        private Draft(Subscription from) {
            this.from = from;
            state = from.state;
            plan = from.plan;
            price = from.price;
            anchor = from.anchor;
            every = from.every;
            period = from.period;
            nextPrice = from.nextPrice;
            ending = from.ending;
            due = from.due;
        }

        private Subscription done() {
            return new Subscription(
                    from.id,
                    from.account,
                    state,
                    plan,
                    price,
                    from.currency,
                    anchor,
                    every,
                    from.zone,
                    period,
                    nextPrice,
                    ending,
                    from.started,
                    due);
        }
    }
}
