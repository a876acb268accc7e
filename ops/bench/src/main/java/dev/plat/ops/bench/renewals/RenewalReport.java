package dev.plat.ops.bench.renewals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.plat.ops.bench.rig.Progress;
import dev.plat.ops.bench.rig.Target;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs the years, and keeps what was found: raw as JSON, drawn as a page, summed up on the screen.
 */
public final class RenewalReport {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private RenewalReport() {}

    /** Returns the targets. */
    public static List<Target> run(Plan plan, PrintStream out) {
        long begin = System.nanoTime();
        Ledger ledger = new VirtualYears(plan).run(new Progress("virtual days", plan.days(), out));
        double minutes = (System.nanoTime() - begin) / 60e9;
        double coreMinutes =
                ProcessHandle.current()
                                .info()
                                .totalCpuDuration()
                                .map(Duration::toMillis)
                                .orElse(Long.MAX_VALUE)
                        / 60_000.0;
        List<Target> targets = new RenewalTargets(plan, ledger, minutes, coreMinutes).all();
        String facts =
                "%,d names over %,d days from %s, %s, limits as %s, certificates of %s, Java %s, seed %d"
                        .formatted(
                                plan.names(),
                                plan.days(),
                                plan.start().toString().substring(0, 10),
                                plan.asked() ? "windows asked for (ARI)" : "without ARI",
                                plan.rules().name().toLowerCase(Locale.ROOT),
                                plan.shortLived() ? "160 hours" : "90, 64, 45 days as announced",
                                Runtime.version(),
                                plan.seed());
        Map<String, Object> sums = sums(ledger);
        Path results = plan.folder().resolve("renewals.json");
        Path page = plan.folder().resolve("renewals.html");
        try {
            Files.createDirectories(plan.folder());
            JSON.writeValue(
                    results.toFile(),
                    Map.of(
                            "facts", facts,
                            "targets", targets,
                            "sums", sums,
                            "days", days(plan, ledger),
                            "bandsBelowDaysLeft", Ledger.BANDS));
            Files.writeString(page, new RenewalPage(plan, ledger, targets).html(facts, sums));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(facts);
        sums.forEach((what, value) -> out.printf("  %-52s %s%n", what, value));
        Target.print(targets, out);
        out.println();
        out.println("raw results " + results);
        out.println("page        " + page);
        return targets;
    }

    private static Map<String, Object> sums(Ledger ledger) {
        Map<String, Object> sums = new LinkedHashMap<>();
        sums.put("orders", sum(ledger.orders));
        sums.put("orders that took a token of the account", sum(ledger.ordersCounted));
        sums.put("certificates issued", sum(ledger.issued));
        sums.put("most orders on a day", Arrays.stream(ledger.orders).max().orElse(0));
        sums.put("questions for a window", ledger.pollsAll);
        sums.put("decisions", ledger.decisions);
        sums.put("refused by a limit through our own orders", sum(ledger.refused));
        sums.put("refused through strangers' orders", ledger.refusedByStrangers);
        sums.put("answers lost on their way back", ledger.answersLost);
        sums.put("times the CA's circuit opened", ledger.circuitOpened);
        sums.put(
                "names with broken DNS, average share",
                "%.2f %%".formatted(100.0 * ledger.wrongNameDays / ledger.nameDays));
        sums.put("failed validations", sum(ledger.failed));
        sums.put("most failed validations of a name on a day", ledger.failedWorstOfNameAndDay);
        sums.put("ran out with DNS right", ledger.ranOutRight);
        sums.put("ran out while DNS was broken", ledger.ranOutWrong);
        sums.put(
                "least life left of a name with DNS right, days",
                "%.1f".formatted(Arrays.stream(ledger.leastLeftDays).min().orElse(0)));
        sums.put(
                "first certificate after, p50 · p99 · most, minutes",
                "%.1f · %.1f · %.1f (%d names)"
                        .formatted(
                                ledger.firstSeconds(0.5) / 60,
                                ledger.firstSeconds(0.99) / 60,
                                ledger.firstSeconds(1) / 60,
                                ledger.firsts()));
        sums.put("first certificates below shared domains", ledger.firstsShared());
        sums.put(
                "revoked certificates replaced after, p50 · p99, hours",
                "%.2f · %.2f (%d of %d)"
                        .formatted(
                                ledger.replacedHours(0.5),
                                ledger.replacedHours(0.99),
                                ledger.replaced(),
                                ledger.revokedRight));
        sums.put("reasons of orders and parkings", ledger.reasons);
        return sums;
    }

    private static Map<String, Object> days(Plan plan, Ledger ledger) {
        Map<String, Object> days = new LinkedHashMap<>();
        days.put("first", plan.start().toString().substring(0, 10));
        days.put("orders", ledger.orders);
        days.put("ordersCounted", ledger.ordersCounted);
        days.put("issued", ledger.issued);
        days.put("refused", ledger.refused);
        days.put("failed", ledger.failed);
        days.put("polls", ledger.polls);
        days.put("waiting", ledger.waiting);
        days.put("wrong", ledger.wrong);
        days.put("ranOut", ledger.ranOut);
        days.put("leastLeftDays", ledger.leastLeftDays);
        days.put("bands", ledger.bands);
        return days;
    }

    private static int sum(int[] values) {
        return Arrays.stream(values).sum();
    }
}
