package dev.plat.ops.bench.renewals;

import dev.plat.domains.schedule.CapacityOutlook;
import dev.plat.ops.bench.rig.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the design promises of these years, and what they brought. */
final class RenewalTargets {

    private static final double MINUTES_MOST = 20;
    private static final double REPLACED_HOURS_MOST = 12;
    private static final double FAILED_MOST = 1;

    /** Months ahead: time enough to ask for a higher limit, which takes weeks. */
    private static final int ANNOUNCED_DAYS_LEAST = 60;

    private final Plan plan;
    private final Ledger ledger;
    private final double minutes;
    private final double coreMinutes;

    RenewalTargets(Plan plan, Ledger ledger, double minutes, double coreMinutes) {
        this.plan = plan;
        this.ledger = ledger;
        this.minutes = minutes;
        this.coreMinutes = coreMinutes;
    }

    List<Target> all() {
        List<Target> targets = new ArrayList<>();
        CapacityOutlook.Shortfall announced = ledger.announced;
        if (announced == null) {
            targets.add(
                    new Target(
                            "expired certificates served, DNS right",
                            "0",
                            Integer.toString(ledger.ranOutRight),
                            ledger.ranOutRight == 0));
        } else {
            targets.add(announced(announced));
        }
        int refused = Arrays.stream(ledger.refused).sum();
        targets.add(
                new Target(
                        "limits broken, as the CA counts",
                        "0",
                        refused + (refused == 0 ? "" : " " + ledger.refusals),
                        refused == 0));
        double failed =
                (double) Arrays.stream(ledger.failed).sum() / Math.max(1, ledger.wrongNameDays);
        targets.add(
                new Target(
                        "failed validations per name with broken DNS and day",
                        "< 1, goal < 0.2",
                        "%.3f (per any name %.6f)"
                                .formatted(
                                        failed,
                                        (double) Arrays.stream(ledger.failed).sum()
                                                / ledger.nameDays),
                        failed < FAILED_MOST));
        targets.add(
                new Target(
                        "names that only a person can free, by our mistake",
                        "0",
                        Integer.toString(ledger.stuck),
                        ledger.stuck == 0));
        if (plan.asked()) {
            targets.add(replaced());
        }
        targets.add(
                new Target(
                        "the run, processor time of the whole process",
                        "≤ 20 min, goal 10",
                        "%.1f min (%.1f by the clock)".formatted(coreMinutes, minutes),
                        coreMinutes <= MINUTES_MOST));
        return targets;
    }

    private Target replaced() {
        double hours = ledger.replacedHours(1);
        return new Target(
                "all certificates revoked: replaced, DNS right",
                "≤ 12 h, goal 6",
                "%.2f h, %,d of %,d, %d left"
                        .formatted(
                                hours, ledger.replaced(), ledger.revokedRight, ledger.unreplaced),
                ledger.unreplaced == 0 && hours <= REPLACED_HOURS_MOST);
    }

    private Target announced(CapacityOutlook.Shortfall shortfall) {
        int begins = plan.second(shortfall.from()) / Plan.DAY;
        int hurts = ledger.firstRanOutDay < 0 ? plan.days() : ledger.firstRanOutDay;
        int ahead = hurts - ledger.announcedDay;
        return new Target(
                "shortfall announced before a certificate ran out",
                "≥ " + ANNOUNCED_DAYS_LEAST + " days",
                "%d days ahead (on day %d, for day %d); %s"
                        .formatted(
                                ahead,
                                ledger.announcedDay,
                                begins,
                                ledger.firstRanOutDay < 0
                                        ? "none ran out"
                                        : "%,d ran out from day %d on"
                                                .formatted(
                                                        ledger.ranOutRight, ledger.firstRanOutDay)),
                ahead >= ANNOUNCED_DAYS_LEAST);
    }
}
