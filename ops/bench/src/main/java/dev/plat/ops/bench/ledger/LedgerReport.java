package dev.plat.ops.bench.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.plat.ops.bench.rig.Median;
import dev.plat.ops.bench.rig.Target;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Sums up on the screen, and keeps what was found as JSON. */
final class LedgerReport {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final double RATIO_MIN = 0.45;
    private static final double P99_MILLIS_MAX = 25;
    private static final double PROVED_MIN = 500_000;

    /** A fixed rate counts as borne when no more than this is missing at the end. */
    private static final double BORNE = 0.99;

    private final LedgerRun.Found found;

    private LedgerReport(LedgerRun.Found found) {
        this.found = found;
    }

    static List<Target> write(LedgerRun.Found found, LedgerRun.Settings settings, PrintStream out) {
        LedgerReport report = new LedgerReport(found);
        List<Target> targets = report.targets();
        String facts =
                "Java %s, %d cores, PostgreSQL 18 with fsync, %d clients, batches of %d, %d rounds of %d ms, seed %d"
                        .formatted(
                                Runtime.version(),
                                Runtime.getRuntime().availableProcessors(),
                                settings.clients(),
                                settings.batch(),
                                settings.rounds(),
                                settings.turn().toMillis(),
                                settings.seed());
        Path results = settings.folder().resolve("ledger.json");
        try {
            JSON.writeValue(
                    results.toFile(), Map.of("facts", facts, "targets", targets, "found", found));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(facts);
        report.print(out);
        Target.print(targets, out);
        out.println();
        out.println("planted and found: " + found.planted());
        out.println("raw results " + results);
        return targets;
    }

    private void print(PrintStream out) {
        out.printf(
                "%n%-12s %-12s %32s %9s %9s%n", "", "", "journals/s (range)", "p50 ms", "p99 ms");
        for (Way way : Way.values()) {
            for (String writing : List.of("ledger", "bare insert")) {
                out.printf(
                        "%-12s %-12s %32s %9.1f %9.1f%n",
                        way.text(),
                        writing,
                        of(way, writing, LedgerRun.Turn::perSecond).text("%.0f", ""),
                        of(way, writing, LedgerRun.Turn::p50Millis).median(),
                        of(way, writing, LedgerRun.Turn::p99Millis).median());
            }
        }
        for (LedgerRun.Steady steady : found.steady()) {
            out.printf(
                    "%-12s at %d/s asked %20.0f/s %9.1f %9.1f  max %.0f ms%n",
                    steady.way().text(),
                    steady.asked(),
                    steady.perSecond(),
                    steady.p50Millis(),
                    steady.p99Millis(),
                    steady.maxMillis());
        }
    }

    private List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (Way way : Way.values()) {
            int floor = way == Way.ONE_BY_ONE ? LedgerRun.RATE_ONE_BY_ONE : LedgerRun.RATE_BATCHED;
            int goal = way == Way.ONE_BY_ONE ? 3_000 : 15_000;
            Median rate = of(way, "ledger", LedgerRun.Turn::perSecond);
            targets.add(
                    new Target(
                            "journals a second, " + way.text(),
                            ">= %d (goal %d)".formatted(floor, goal),
                            rate.text("%.0f", ""),
                            rate.median() >= floor));
            Median ratio = ratio(way);
            targets.add(
                    new Target(
                            "over a bare insert of the same rows, " + way.text(),
                            ">= 0.45 (goal 0.6)",
                            ratio.text("%.2f", ""),
                            ratio.median() >= RATIO_MIN));
        }
        for (LedgerRun.Steady steady : found.steady()) {
            targets.add(
                    new Target(
                            "p99 at %d/s, %s".formatted(steady.asked(), steady.way().text()),
                            "<= 25 ms",
                            "%.1f ms at %.0f/s".formatted(steady.p99Millis(), steady.perSecond()),
                            steady.p99Millis() <= P99_MILLIS_MAX
                                    && steady.perSecond() >= BORNE * steady.asked()));
        }
        targets.add(
                new Target(
                        "entries proved a second",
                        ">= 0.5 M (goal 2 M)",
                        "%.2f M, of %d".formatted(found.provedPerSecond() / 1e6, found.entries()),
                        found.provedPerSecond() >= PROVED_MIN));
        targets.add(
                new Target(
                        "findings in what was posted",
                        "0",
                        Integer.toString(found.findings().size()),
                        found.findings().isEmpty()));
        targets.add(
                new Target(
                        "a planted cent is found",
                        "1",
                        found.planted().isEmpty() ? "0" : "1",
                        !found.planted().isEmpty()));
        return targets;
    }

    private Median of(Way way, String writing, ToDoubleFunction<LedgerRun.Turn> figure) {
        return Median.of(
                found.turns().stream()
                        .filter(turn -> turn.way() == way && turn.writing().equals(writing))
                        .map(figure::applyAsDouble)
                        .toList());
    }

    /** Round by round, for the machine is not the same in two of them. */
    private Median ratio(Way way) {
        return Median.of(
                found.turns().stream()
                        .filter(turn -> turn.way() == way && turn.writing().equals("ledger"))
                        .map(turn ->
                                turn.perSecond()
                                        / found.turns().stream()
                                                .filter(other ->
                                                        other.way() == way
                                                                && other.round() == turn.round()
                                                                && !other.writing()
                                                                        .equals("ledger"))
                                                .findFirst()
                                                .orElseThrow()
                                                .perSecond())
                        .toList());
    }
}
