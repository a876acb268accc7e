package dev.plat.ops.chaos.purchase;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints what was played and what was found. */
record PurchaseReport(
        SaleAudit audit,
        List<String> numbers,
        Tally tally,
        List<KillPoints> points,
        Set<String> at,
        double seconds,
        PrintStream out) {

    /** A run so long has to meet all points. */
    private static final int LONG = 5_000;

    PurchaseLab.Verdict print() {
        out.printf("%nplayed (%d kinds)%n", tally.kinds().size());
        tally.kinds().forEach((kind, count) -> out.printf("  %-34s %7d%n", kind.text(), count));
        points.forEach(this::killed);
        out.printf("%n%d orders ended, %d paid%n", audit.orders(), audit.paid());
        audit.ends().forEach((end, count) -> out.printf("  %-60s %7d%n", end, count));
        List<String> bad = new ArrayList<>();
        out.printf("%n%-72s %8s%n", "audit", "found");
        for (Finding finding : audit.findings()) {
            out.printf(
                    "%-72s %8d %s%n",
                    finding.what(), finding.bad(), finding.bad() == 0 ? "" : "BAD");
            finding.some().forEach(each -> out.println("    " + each));
            if (finding.bad() != 0) {
                bad.add(finding.what() + ": " + finding.bad() + " " + finding.some());
            }
        }
        out.printf(
                "%-72s %8d %s%n",
                "card numbers where none may be", numbers.size(), numbers.isEmpty() ? "" : "BAD");
        numbers.stream().limit(20).forEach(each -> out.println("    " + each));
        bad.addAll(numbers);
        if (audit.orders() >= LONG) {
            points.forEach(of -> of.missed().forEach(point -> bad.add("not killed at " + point)));
            Arrays.stream(Kind.values())
                    .filter(kind -> !tally.kinds().containsKey(kind))
                    .forEach(kind -> bad.add("never played: " + kind.text()));
        }
        at.stream()
                .filter(point -> points.stream().allMatch(of -> of.kills(point) == 0))
                .forEach(point -> bad.add("not killed at " + point));
        out.printf("%n%.0f s with settling, %.1f orders/s%n", seconds, audit.orders() / seconds);
        int killed = points.stream().mapToInt(KillPoints::killed).sum();
        return new PurchaseLab.Verdict(
                audit.orders(), tally.kinds().size(), killed, List.copyOf(bad));
    }

    private void killed(KillPoints of) {
        Map<String, Integer> kills = of.kills();
        List<String> unmet = of.unmet();
        out.printf(
                "%n%s was killed with -9 %d times, at %d of %d points%n",
                of.process().name(), of.killed(), kills.size() - unmet.size(), kills.size());
        kills.forEach((point, count) -> out.printf("  %-60s %7d%n", point, count));
    }
}
