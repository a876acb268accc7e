package dev.plat.payments.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.catalogue.Interval;
import dev.plat.payments.catalogue.Price;
import dev.plat.payments.dunning.DunningPlan;
import dev.plat.payments.dunning.DunningStep;
import dev.plat.payments.money.Money;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Subscriptions over twenty simulated years, with leap days, month ends, clocks that are put back
 * and forward, declines and unpaid months: their events are exactly those of a slow reckoning that
 * knows neither the machine nor {@code plusMonths}. A missing or an extra event fails.
 */
class TwentyYearsTest {

    private static final int YEARS = 20;
    private static final int PER_CASE = Integer.getInteger("plat.subscriptions", 5);
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    /** What the buyer's bank and the buyer do. */
    record Script(
            LocalDate anchor,
            Interval every,
            int declinedEvery,
            DeclineClass decline,
            int tries,
            int endsAfter) {

        static Script drawn(Seed seed) {
            RandomGenerator draws = seed.random();
            LocalDate anchor = LocalDate.of(2027, 1, 1).plusDays(draws.nextInt(1_461));
            boolean endless = draws.nextBoolean();
            return new Script(
                    anchor,
                    seed.pick(List.of(Interval.values())),
                    2 + draws.nextInt(30),
                    seed.pick(List.of(DeclineClass.values())),
                    1 + draws.nextInt(9),
                    endless ? Integer.MAX_VALUE : 1 + draws.nextInt(100));
        }

        /** Every so manieth charge is declined at first. */
        boolean declines(int period) {
            return period % declinedEvery == declinedEvery - 1;
        }

        /** How many days later it is paid; after so many retries, or never. */
        Optional<Integer> paidAfter() {
            List<Integer> retries = List.of(1, 3, 5, 7, 14, 21);
            return decline == DeclineClass.SOFT && tries <= retries.size()
                    ? Optional.of(retries.get(tries - 1))
                    : Optional.empty();
        }
    }

    private static Price price(Interval every) {
        return new Price(
                "p",
                "pro",
                every,
                Money.of(1_999, "EUR"),
                true,
                LocalDate.of(2020, 1, 1),
                Optional.empty());
    }

    /** The machine, as its driver would use it; the clock jumps to what is due. */
    private static List<String> machine(Script script, boolean fromTheLast) {
        List<String> events = new ArrayList<>();
        Price price = price(script.every());
        Billing.Renewed first =
                Billing.renew(Trial.fresh(script.anchor(), price), price, 1, Billing.Terms.NONE);
        Standing standing =
                new Standing(
                        first.after(), List.of(first.bill().coverage()), false, Optional.empty());
        Instant now = first.after().morning(script.anchor());
        Instant end = first.after().morning(script.anchor().plusYears(YEARS));
        int tries = 0;
        while (!now.isAfter(end) && !standing.it().over()) {
            Optional<SubscriptionMachine.Act> act = SubscriptionMachine.next(standing, now);
            if (act.isEmpty()) {
                Instant due = SubscriptionMachine.due(standing, now).orElseThrow();
                assertThat(due).isAfter(now);
                assertThat(SubscriptionMachine.next(standing, due.minusMillis(1))).isEmpty();
                now = due;
                continue;
            }
            LocalDate day = standing.it().day(now);
            switch (act.get()) {
                case SubscriptionMachine.Act.Earn(LocalDate until) -> {
                    List<Coverage> after = new ArrayList<>();
                    for (Coverage row : standing.coverage()) {
                        Coverage earned = row.earning(row.earned(until));
                        if (earned.recognised().equals(earned.charge().net())) {
                            events.add(day + " earned " + row.days());
                            continue;
                        }
                        after.add(earned);
                    }
                    standing =
                            new Standing(standing.it(), after, standing.owed(), standing.dunning());
                }
                case SubscriptionMachine.Act.End _ -> {
                    events.add(day + " end");
                    standing =
                            new Standing(standing.it().ended(), List.of(), false, Optional.empty());
                }
                case SubscriptionMachine.Act.GiveUp _ -> {
                    events.add(day + " given up");
                    standing = SubscriptionMachine.givenUp(standing);
                }
                case SubscriptionMachine.Act.Renew _ -> {
                    int period = standing.it().period() + 1;
                    boolean last = period + 1 >= script.endsAfter();
                    Billing.Renewed renewed =
                            Billing.renew(standing.it(), price, period + 1, Billing.Terms.NONE);
                    Subscription it =
                            fromTheLast
                                    ? renewed.after()
                                            .with(draft -> {
                                                draft.anchor =
                                                        renewed.bill().coverage().days().first();
                                                draft.period = 0;
                                            })
                                    : renewed.after();
                    events.add(day + " renew " + renewed.bill().coverage().days());
                    List<Coverage> rows = new ArrayList<>(standing.coverage());
                    rows.add(renewed.bill().coverage());
                    standing =
                            new Standing(
                                    it.with(draft -> draft.ending = last),
                                    rows,
                                    true,
                                    Optional.empty());
                    tries = 0;
                    if (script.declines(period)) {
                        standing = SubscriptionMachine.declined(standing, script.decline(), now);
                    } else {
                        standing = SubscriptionMachine.paid(standing);
                    }
                }
                case SubscriptionMachine.Act.Dun(DunningPlan.Item item) -> {
                    events.add(day + " " + item.step().text() + " " + item.day());
                    standing = SubscriptionMachine.dunned(standing, item);
                    if (item.step() == DunningStep.RETRY) {
                        tries++;
                        standing =
                                tries == script.tries()
                                        ? SubscriptionMachine.paid(standing)
                                        : SubscriptionMachine.declined(
                                                standing, script.decline(), now);
                    }
                }
            }
        }
        return events;
    }

    /** Day by day. */
    private static List<String> slow(Script script) {
        List<String> events = new ArrayList<>();
        int period = 0;
        LocalDate start = script.anchor();
        LocalDate until = SlowBilling.start(script.anchor(), script.every(), 1);
        LocalDate last = SlowBilling.start(script.anchor(), Interval.YEAR, YEARS);
        for (LocalDate day = script.anchor(); !day.isAfter(last); ) {
            if (day.isBefore(until)) {
                day = SlowBilling.after(day);
                continue;
            }
            events.add(day + " earned " + start + "/" + until);
            if (period + 1 >= script.endsAfter() && period > 0) {
                events.add(day + " end");
                return events;
            }
            period++;
            start = until;
            until = SlowBilling.start(script.anchor(), script.every(), period + 1);
            events.add(day + " renew " + start + "/" + until);
            if (!script.declines(period)) {
                continue;
            }
            if (period + 1 >= script.endsAfter()) {
                events.add(day + " given up");
                return events;
            }
            for (int since = 0; since <= 90; since++) {
                LocalDate unpaid = plus(day, since);
                boolean paid = script.paidAfter().equals(Optional.of(since));
                if (unpaid.isAfter(last)) {
                    return events;
                }
                if (script.decline() == DeclineClass.SOFT
                        && List.of(1, 3, 5, 7, 14, 21).contains(since)) {
                    events.add(unpaid + " retry " + since);
                }
                if (paid) {
                    day = unpaid;
                    break;
                }
                if (List.of(0, 3, 7, 14, 21, 60, 80, 89).contains(since)) {
                    events.add(unpaid + " notice " + since);
                }
                if (since == 21) {
                    events.add(unpaid + " hold 21");
                }
                if (since == 90) {
                    events.add(unpaid + " cancel 90");
                    return events;
                }
            }
        }
        return events;
    }

    private static LocalDate plus(LocalDate day, int days) {
        LocalDate later = day;
        for (int i = 0; i < days; i++) {
            later = SlowBilling.after(later);
        }
        return later;
    }

    @SeededTest(cases = 100)
    void theEventsAreExactlyThose(Seed seed) {
        for (int i = 0; i < PER_CASE; i++) {
            Script script = Script.drawn(seed);
            assertThat(machine(script, false)).as("%s", script).isEqualTo(slow(script));
        }
    }

    /** The twin whose periods follow the last period is found. */
    @Test
    void periodsFromTheLastPeriodAreFound() {
        Script script =
                new Script(
                        LocalDate.of(2027, 1, 31),
                        Interval.MONTH,
                        999,
                        DeclineClass.SOFT,
                        1,
                        Integer.MAX_VALUE);

        assertThat(machine(script, false)).isEqualTo(slow(script));
        assertThat(machine(script, true)).isNotEqualTo(slow(script));
    }

    /** Clocks are put forward at two and back at three; a day still begins when it begins. */
    @Test
    void clocksThatArePutBackOrForwardDoNotMatter() {
        Subscription it = Trial.fresh(LocalDate.of(2027, 2, 28), price(Interval.MONTH));
        Instant before = it.morning(LocalDate.of(2027, 3, 28));
        Instant after = it.morning(LocalDate.of(2027, 3, 29));

        assertThat(Duration.between(before, after)).isEqualTo(Duration.ofHours(23));
        assertThat(it.zone()).isEqualTo(ZONE);
        assertThat(it.day(after.minusMillis(1))).isEqualTo(LocalDate.of(2027, 3, 28));
    }
}
