package dev.plat.payments.subscription;

import dev.plat.payments.dunning.DunningPlan;
import dev.plat.payments.provider.DeclineClass;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A subscription with all that decides what comes next for it.
 *
 * @param coverage the days that were billed and not given back
 * @param owed whether an invoice of it is open
 * @param dunning since a charge was declined
 */
public record Standing(
        Subscription it, List<Coverage> coverage, boolean owed, Optional<Dunning> dunning) {

    /**
     * An unpaid renewal.
     *
     * @param since the first decline
     * @param decline the newest
     * @param last what was done for it last; empty: nothing yet
     */
    public record Dunning(Instant since, DeclineClass decline, Optional<DunningPlan.Item> last) {

        Optional<DunningPlan.Item> next() {
            return DunningPlan.next(decline, last);
        }
    }

    public Standing {
        coverage = List.copyOf(coverage);
    }
}
