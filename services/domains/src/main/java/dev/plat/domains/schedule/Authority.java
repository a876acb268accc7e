package dev.plat.domains.schedule;

import dev.plat.domains.schedule.budget.Budget;
import dev.plat.domains.schedule.budget.CaRules;
import java.time.Instant;

/**
 * One CA, as seen by the name that is decided about.
 *
 * @param suggestsWindows whether its directory offers {@code renewalInfo}
 * @param budgets the name's own view of the budgets
 */
public record Authority(CaRules rules, boolean suggestsWindows, Circuit circuit, Budgets budgets) {

    /** From when on there is a token. */
    @FunctionalInterface
    public interface Budgets {

        Instant nextAt(Budget budget);
    }
}
