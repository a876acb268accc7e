package dev.plat.ops.bench.budget;

import dev.plat.ops.bench.budget.Answers.Who;
import dev.plat.ops.bench.rig.Target;
import dev.plat.schemas.ErrorCode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a run came to: kept as JSON, printed as a table, held against the targets. */
final class BudgetReport {

    private static final double RATIO_MAX = 1.20;
    private static final double P99 = 99;

    private BudgetReport() {}

    /** Writes, prints, and returns the targets. */
    static List<Target> write(BudgetRun.Found found, BudgetRun.Settings settings, PrintStream out) {
        List<Target> targets = targets(found, settings);
        var file = settings.folder().resolve("budget.json");
        Signs.write(
                file,
                Map.of(
                        "settings", settings.toString(),
                        "targets", targets,
                        "backends", found.samples(),
                        "phases",
                                found.answers().entrySet().stream()
                                        .map(each -> each.getValue().written(each.getKey()))
                                        .toList()));
        print(found, out);
        Target.print(targets, out);
        out.println();
        out.println("raw results " + file);
        return targets;
    }

    private static void print(BudgetRun.Found found, PrintStream out) {
        out.printf(
                "%n%-7s %5s %9s %9s %12s %12s %12s %12s %8s  %s%n",
                "phase",
                "round",
                "answers",
                "tx/s",
                "others p50",
                "others p99",
                "neighb. p99",
                "whale p99",
                "backends",
                "refused");
        found.answers()
                .forEach((phase, answers) ->
                        out.printf(
                                "%-7s %5d %9d %9.0f %9.1f ms %9.1f ms %9.1f ms %9.1f ms %8d  %s%n",
                                phase.kind(),
                                phase.round(),
                                answers.count(),
                                answers.count() * 1e3 / phase.millis(),
                                answers.millisAt(50, Who.NEIGHBOURS, Who.FAR),
                                othersP99(answers),
                                answers.millisAt(P99, Who.NEIGHBOURS),
                                answers.millisAt(P99, Who.WHALE),
                                most(
                                        found,
                                        found.beginMillis() + phase.fromMillis(),
                                        phase.millis()),
                                answers.refused().isEmpty() ? "none" : answers.refused()));
    }

    private static int most(BudgetRun.Found found, long fromMillis, long millis) {
        return found.samples().stream()
                .filter(each ->
                        each.atMillis() >= fromMillis && each.atMillis() < fromMillis + millis)
                .mapToInt(Backends.Sample::backends)
                .max()
                .orElse(0);
    }

    private static List<Target> targets(BudgetRun.Found found, BudgetRun.Settings settings) {
        List<Target> targets = new ArrayList<>();
        targets.add(
                new Target(
                        "backends of all servers, at most",
                        "<= " + settings.budget(),
                        found.most() + " (of " + found.samples().size() + " samples)",
                        found.most() <= settings.budget()));
        Answers flood = of(found, Phase.Kind.FLOOD);
        long turnedAway = flood.refused().getOrDefault(ErrorCode.OVERLOADED.text(), 0L);
        targets.add(
                new Target(
                        "errors at " + settings.callers() + " concurrent requests",
                        "0 but \"overloaded\"",
                        "%d; %d answered, %d overloaded"
                                .formatted(
                                        flood.refusedCount() - turnedAway,
                                        flood.count(),
                                        turnedAway),
                        flood.refusedCount() == turnedAway && flood.count() > 0));
        long errors =
                of(found, Phase.Kind.CALM).refusedCount()
                        + of(found, Phase.Kind.WHALE).refusedCount();
        targets.add(
                new Target(
                        "errors under steady load, with and without the whale",
                        "0",
                        Long.toString(errors),
                        errors == 0));
        List<Double> ratios = ratios(found);
        double median = ratios.get(ratios.size() / 2);
        targets.add(
                new Target(
                        "others' p99 with a whale of 50 times / without",
                        "<= 1.20",
                        "%.2f (%s)"
                                .formatted(
                                        median,
                                        ratios.stream()
                                                .map("%.2f"::formatted)
                                                .collect(Collectors.joining(" "))),
                        median <= RATIO_MAX));
        return targets;
    }

    /** Of each round, sorted. */
    private static List<Double> ratios(BudgetRun.Found found) {
        return found.answers().entrySet().stream()
                .filter(each -> each.getKey().kind() == Phase.Kind.CALM)
                .map(calm ->
                        found.answers().entrySet().stream()
                                .filter(each -> each.getKey().kind() == Phase.Kind.WHALE)
                                .filter(each -> each.getKey().round() == calm.getKey().round())
                                .mapToDouble(whale ->
                                        othersP99(whale.getValue()) / othersP99(calm.getValue()))
                                .sum())
                .sorted()
                .toList();
    }

    private static Answers of(BudgetRun.Found found, Phase.Kind kind) {
        Answers sum = new Answers();
        found.answers()
                .forEach((phase, answers) -> {
                    if (phase.kind() == kind) {
                        sum.add(answers.written(phase));
                    }
                });
        return sum;
    }

    private static double othersP99(Answers answers) {
        return answers.millisAt(P99, Who.NEIGHBOURS, Who.FAR);
    }
}
