package dev.plat.ops.bench.router;

import dev.plat.ops.bench.contender.ContenderKind;
import dev.plat.ops.bench.contender.Operation;
import dev.plat.ops.bench.rig.Median;
import dev.plat.ops.bench.rig.Target;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** What the raw results come to. Differences and ratios are taken within a round. */
final class Figures {

    private static final double ADDED_MICROS_MAX = 50;
    private static final double THROUGHPUT_MIN = 0.95;
    private static final double LOOK_UP_NANOS_MAX = 50;
    private static final double LOOK_UP_BYTES_MAX = 0.5;
    private static final double TRIPS_SLACK = 0.01;

    private final Comparison.Found found;

    Figures(Comparison.Found found) {
        this.found = found;
    }

    List<Load> loads() {
        return found.slots().stream().map(Slot::load).distinct().toList();
    }

    Median of(Operation operation, Load load, ContenderKind kind, ToDoubleFunction<Slot> figure) {
        return Median.of(
                found.slots().stream()
                        .filter(slot -> slot.is(operation, load, kind))
                        .map(figure::applyAsDouble)
                        .toList());
    }

    double trips(Operation operation, ContenderKind kind) {
        return Optional.ofNullable(found.trips().get(kind))
                .map(each -> each.get(operation))
                .orElseThrow();
    }

    Median startMillis(ContenderKind kind) {
        return Median.of(
                Optional.ofNullable(found.startMillis().get(kind)).orElseThrow().stream()
                        .map(Long::doubleValue)
                        .toList());
    }

    LookUps lookUps() {
        return found.lookUps();
    }

    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        for (Load load : loads()) {
            for (Operation operation : Operation.values()) {
                targets.add(load.synced() ? throughput(operation, load) : added(operation, load));
            }
        }
        for (Operation operation : Operation.values()) {
            double extra =
                    trips(operation, ContenderKind.PLAT) - trips(operation, ContenderKind.RAW);
            targets.add(
                    new Target(
                            operation.text() + ": round trips more than raw",
                            "0",
                            "%.2f".formatted(extra),
                            extra < TRIPS_SLACK));
        }
        LookUps look = found.lookUps();
        targets.add(
                new Target(
                        "look-up from an id to its owner (JMH)",
                        "< 50 ns",
                        "%.1f ns +- %.1f".formatted(look.nanos(), look.spread()),
                        look.nanos() < LOOK_UP_NANOS_MAX));
        targets.add(
                new Target(
                        "allocated by a look-up (JMH)",
                        "0 B",
                        "%.3f B".formatted(look.bytes()),
                        look.bytes() < LOOK_UP_BYTES_MAX));
        return targets;
    }

    private Target added(Operation operation, Load load) {
        Median added = against(operation, load, Slot::p50Micros, (plat, raw) -> plat - raw);
        return new Target(
                operation.text() + ": router adds to raw's p50, " + load.text(),
                "<= 50 us (goal 25)",
                added.text("%.0f", " us"),
                added.median() <= ADDED_MICROS_MAX);
    }

    private Target throughput(Operation operation, Load load) {
        Median ratio = against(operation, load, Slot::perSecond, (plat, raw) -> plat / raw);
        return new Target(
                operation.text() + ": throughput over raw's, " + load.text(),
                ">= 0.95",
                ratio.text("%.2f", ""),
                ratio.median() >= THROUGHPUT_MIN);
    }

    void print(PrintStream out) {
        out.printf(
                "%n%-17s %-20s %-20s %9s %9s %9s %20s %9s %6s %9s%n",
                "",
                "",
                "",
                "mean us",
                "p50 us",
                "p99 us",
                "tx/s (range)",
                "B/call",
                "trips",
                "backends");
        for (Load load : loads()) {
            for (Operation operation : Operation.values()) {
                for (ContenderKind kind : ContenderKind.values()) {
                    Median rate = of(operation, load, kind, Slot::perSecond);
                    out.printf(
                            "%-17s %-20s %-20s %9.0f %9.0f %9.0f %20s %9.0f %6.2f %9.0f%n",
                            operation.text(),
                            load.text(),
                            kind.text(),
                            of(operation, load, kind, Slot::meanMicros).median(),
                            of(operation, load, kind, Slot::p50Micros).median(),
                            of(operation, load, kind, Slot::p99Micros).median(),
                            rate.text("%.0f", ""),
                            of(operation, load, kind, Slot::bytesPerCall).median(),
                            trips(operation, kind),
                            of(operation, load, kind, Slot::backends).high());
                }
            }
        }
        for (ContenderKind kind : ContenderKind.values()) {
            out.printf(
                    "%-20s first answer %s after the JVM's start%n",
                    kind.text(), startMillis(kind).text("%.0f", " ms"));
        }
    }

    private interface Comparing {
        double of(double plat, double raw);
    }

    private Median against(
            Operation operation, Load load, ToDoubleFunction<Slot> figure, Comparing comparing) {
        return Median.of(
                found.slots().stream()
                        .filter(slot -> slot.is(operation, load, ContenderKind.PLAT))
                        .sorted(Comparator.comparingInt(Slot::round))
                        .map(plat ->
                                comparing.of(
                                        figure.applyAsDouble(plat),
                                        figure.applyAsDouble(raw(plat))))
                        .toList());
    }

    private Slot raw(Slot plat) {
        return found.slots().stream()
                .filter(slot -> slot.is(plat.operation(), plat.load(), ContenderKind.RAW))
                .filter(slot -> slot.round() == plat.round())
                .findFirst()
                .orElseThrow();
    }
}
