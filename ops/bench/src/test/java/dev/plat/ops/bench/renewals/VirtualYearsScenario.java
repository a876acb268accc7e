package dev.plat.ops.bench.renewals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.bench.rig.Progress;
import dev.plat.ops.bench.rig.Target;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * 2,000 names over the year in which lives fall to 45 days, the account's limit a fiftieth:
 * outages, broken DNS, everything revoked once. And that a broken limit and a late renewal would be
 * seen.
 */
class VirtualYearsScenario {

    private static final int DAYS = 366;

    @Test
    void inAYearNothingRunsOutAndNoLimitBreaks() {
        Plan plan = plan(DAYS, true);

        Ledger ledger = new VirtualYears(plan).run(progress());

        List<Target> targets = new RenewalTargets(plan, ledger, 0, 0).all();
        assertThat(targets).hasSize(6).allMatch(Target::met);
        assertThat(ledger.revokedRight).isGreaterThan(2_000);
        assertThat(ledger.circuitOpened).isGreaterThanOrEqualTo(2);
        assertThat(ledger.wrongNameDays).isGreaterThan(ledger.nameDays / 100);
        assertThat(Arrays.stream(ledger.failed).sum()).isPositive();
        assertThat(new RenewalPage(plan, ledger, targets).html("facts", Map.of()))
                .contains("<svg", "CA away", "45-day lives");
    }

    @Test
    void withoutWindowsTheShortfallIsAnnouncedLongBeforeItHurts() {
        Plan plan = plan(DAYS, false);

        Ledger ledger = new VirtualYears(plan).run(progress());

        assertThat(new RenewalTargets(plan, ledger, 0, 0).all()).allMatch(Target::met);
        assertThat(ledger.announcedDay).isZero();
        assertThat(ledger.announced)
                .hasFieldOrPropertyWithValue("from", Instant.parse("2028-02-16T00:00:00Z"));
        assertThat(ledger.ranOutRight).as("an outage after the reserve is gone").isPositive();
    }

    /**
     * The twin: it takes the CA for one that knows renewals by their names, and this one does not.
     */
    @Test
    void aWorkerThatIsWrongAboutTheLimitsIsSeenToBreakThem() {
        Plan plan = plan(120, false);

        Ledger ledger =
                new VirtualYears(plan, VirtualYears.rules(plan).renewalsRecognised())
                        .run(progress());

        assertThat(ledger.refusals).containsKey(CaModel.Answer.ACCOUNT_LIMIT);
    }

    private static Plan plan(int days, boolean asked) {
        return new Plan(
                Path.of("target"),
                2_000,
                Instant.parse("2027-12-01T00:00:00Z"),
                days,
                1,
                60,
                asked,
                Plan.Rules.PLAIN,
                false,
                10,
                50,
                7);
    }

    private static Progress progress() {
        return new Progress("virtual days", DAYS, System.out);
    }
}
