package dev.plat.ops.bench;

import dev.plat.ops.bench.renewals.Plan;
import dev.plat.ops.bench.renewals.RenewalReport;
import dev.plat.ops.bench.rig.Target;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Years of renewals on a virtual clock. */
@Command(
        name = "renewals",
        mixinStandardHelpOptions = true,
        description = {
            "Renew the certificates of many names over years of virtual time, by the scheduler as"
                    + " it is, at a CA",
            "with Let's Encrypt's limits: lives of 90, 64 and 45 days, two outages, everything"
                    + " revoked once, broken",
            "DNS. Exit 1 when a target is missed."
        })
final class RenewalsCommand implements Callable<Integer> {

    @Mixin private RunOptions run = new RunOptions();

    @Option(names = "--names", defaultValue = "100000", description = "(${DEFAULT-VALUE})")
    private int names = 100_000;

    @Option(
            names = "--days",
            defaultValue = "1096",
            description = "From 2026-12-01 on (${DEFAULT-VALUE}).")
    private int days = 1096;

    @Option(
            names = "--without-ari",
            description =
                    "Never ask for a window: the account's limit must then be announced as too"
                            + " small, months ahead.")
    private boolean withoutAri;

    @Option(
            names = "--short-lived",
            description =
                    "Certificates of 160 hours; outages are then of 2 days, see --outage-days.")
    private boolean shortLived;

    @Option(
            names = "--outage-days",
            defaultValue = "0",
            description = "Of each of the two outages; 10, or 2 with --short-lived.")
    private int outageDays;

    @Option(
            names = "--rules",
            defaultValue = "PLAIN",
            description =
                    "How the CA counts renewals: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}); see"
                            + " RATIONALE.md.")
    private Plan.Rules rules = Plan.Rules.PLAIN;

    @Override
    public Integer call() {
        System.out.println("seed " + run.seed());
        boolean quick = run.quick();
        int outage = outageDays > 0 ? outageDays : shortLived ? 2 : 10;
        int many = quick ? 2_000 : names;
        Plan plan =
                new Plan(
                        run.folder("renewals"),
                        many,
                        Instant.parse(quick ? "2027-12-01T00:00:00Z" : "2026-12-01T00:00:00Z"),
                        quick ? 366 : days,
                        Math.max(1, many / 1_000),
                        many * 3 / 100,
                        !withoutAri,
                        rules,
                        shortLived,
                        outage,
                        Math.max(1, 100_000 / many),
                        run.seed());
        List<Target> targets = RenewalReport.run(plan, System.out);
        return Target.allMet(targets) ? 0 : Bench.TARGET_MISSED;
    }
}
