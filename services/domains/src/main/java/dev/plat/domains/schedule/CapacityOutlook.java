package dev.plat.domains.schedule;

import dev.plat.domains.schedule.budget.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether the account's budget will do, long before it does not: CAs tell years ahead how long
 * their certificates will live, and how many orders a day a number of names then needs is a
 * division.
 */
public final class CapacityOutlook {

    /** From then on certificates live so long. */
    public record Step(Instant from, Duration life) {}

    /**
     * What is missing, and from when on.
     *
     * @param from since when, or from when on, the budget does not do
     * @param neededPerDay orders
     * @param allowedPerDay by the account's budget
     * @param renewedWithLeft what is left of a life when its turn comes, once the line has settled;
     *     negative when certificates run out without any outage
     */
    public record Shortfall(
            Instant from,
            Duration life,
            double neededPerDay,
            double allowedPerDay,
            Duration renewedWithLeft) {

        public String sentence() {
            return ("From %s on certificates live %d days: %.0f orders a day are needed, the"
                            + " budget gives %.0f. Each is then renewed with %.1f days left, and an"
                            + " outage of the CA longer than that lets them run out. Use a CA or a"
                            + " client that names what it replaces, a second account, or ask for a"
                            + " higher limit.")
                    .formatted(
                            from,
                            life.toDays(),
                            neededPerDay,
                            allowedPerDay,
                            renewedWithLeft.toMillis() / 86_400_000.0);
        }
    }

    private CapacityOutlook() {}

    /**
     * The first time at which the budget does not do. For the account all its names are counted,
     * for a registered domain the names below it: with 45 days, 214 are the most it can renew.
     *
     * @param plan in any order; the last step before {@code now} is the one in force
     */
    public static Optional<Shortfall> of(
            int names, double newPerDay, List<Step> plan, Allowance budget, Instant now) {
        Optional<Step> inForce =
                plan.stream()
                        .filter(step -> !step.from().isAfter(now))
                        .max(Comparator.comparing(Step::from));
        return plan.stream()
                .filter(step ->
                        step.from().isAfter(now) || inForce.filter(step::equals).isPresent())
                .sorted(Comparator.comparing(Step::from))
                .map(step -> shortfall(names, newPerDay, step, budget, now))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Shortfall> shortfall(
            int names, double newPerDay, Step step, Allowance budget, Instant now) {
        Life life = new Life(now, now.plus(step.life()));
        double days = Duration.between(now, RenewalRule.middle(life)).toMillis() / 86_400_000.0;
        double needed = names / days + newPerDay;
        if (needed <= budget.perDay()) {
            return Optional.empty();
        }
        double turn = names / Math.max(1, budget.perDay() - newPerDay);
        Duration left = step.life().minusMillis((long) (turn * 86_400_000));
        return Optional.of(
                new Shortfall(
                        step.from().isAfter(now) ? step.from() : now,
                        step.life(),
                        needed,
                        budget.perDay(),
                        left));
    }
}
