package dev.plat.ops.chaos.purchase;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Prints what was played and what was found. */
record PurchaseReport(
        SaleAudit audit, List<String> numbers, Tally tally, double seconds, PrintStream out) {

    PurchaseLab.Verdict print() {
        out.printf("%nplayed (%d kinds)%n", tally.kinds().size());
        tally.kinds().forEach((kind, count) -> out.printf("  %-34s %7d%n", kind.text(), count));
        if (!tally.kills().isEmpty()) {
            out.printf("%nkilled with -9 (%d)%n", tally.killed());
            tally.kills().forEach((where, count) -> out.printf("  %-60s %5d%n", where, count));
        }
        out.printf(
                "%n%d orders ended, %d paid: %s%n", audit.orders(), audit.paid(), audit.states());
        List<String> bad = new ArrayList<>();
        out.printf("%n%-72s %8s%n", "audit", "found");
        for (SaleAudit.Finding finding : audit.findings()) {
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
        out.printf("%n%.0f s with settling, %.1f orders/s%n", seconds, audit.orders() / seconds);
        return new PurchaseLab.Verdict(
                audit.orders(), tally.kinds().size(), tally.killed(), List.copyOf(bad));
    }
}
