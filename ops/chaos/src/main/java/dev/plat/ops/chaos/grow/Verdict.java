package dev.plat.ops.chaos.grow;

import dev.plat.ops.chaos.rig.Audit;
import dev.plat.router.core.move.MoveProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What came of a run.
 *
 * @param worstOffPercent of a shard after the server was added, against its weight
 * @param moves of the adding, as they soaked
 * @param errors that the clients were told
 */
public record Verdict(
        List<Window> windows,
        double worstOffPercent,
        List<MoveProgress> moves,
        Audit.Result audit,
        long errors) {

    private static final double OFF_MAX = 5;
    private static final double P50_MILLIS = 20;
    private static final double P99_MILLIS = 150;
    private static final double SLOWER_MAX = 1.5;

    /** Nothing was lost, doubled or refused, and the tier is even. */
    public boolean holds() {
        return audit.faultCount() == 0 && errors == 0 && worstOffPercent <= OFF_MAX;
    }

    /** The figures beside what they should be; speed is said and does not fail a run. */
    public List<String> lines() {
        Window steady = windows.getFirst();
        List<String> lines = new ArrayList<>();
        windows.forEach(window -> lines.add(window.line(steady)));
        lines.add(
                "%d writes acknowledged, %d rows at their owners"
                        .formatted(audit.acknowledged(), audit.rows()));
        lines.add(judged("lost, doubled or misplaced", audit.faultCount(), 0));
        lines.add(judged("errors at the clients", (double) errors, 0));
        lines.add(judged("worst shard off its weight, %", worstOffPercent, OFF_MAX));
        lines.add(
                judged(
                        "write pause p50, ms, worst move",
                        worst(MoveProgress::pauseMicrosP50),
                        P50_MILLIS));
        lines.add(
                judged(
                        "write pause p99, ms, worst move",
                        worst(MoveProgress::pauseMicrosP99),
                        P99_MILLIS));
        lines.add(
                "write pause max, ms: %.1f over %d moves"
                        .formatted(worst(MoveProgress::pauseMicrosMax), moves.size()));
        for (Window window : windows) {
            lines.add(
                    judged(
                            "p99 against steady, " + window.name(),
                            window.p99Against(steady),
                            SLOWER_MAX));
        }
        return lines;
    }

    private double worst(ToLongFunction<MoveProgress> figure) {
        return moves.stream().mapToLong(figure).max().orElse(0) / 1e3;
    }

    private static String judged(String what, double found, double most) {
        return "%-45s %9.2f  target ≤ %-6.1f %s"
                .formatted(what, found, most, found <= most ? "met" : "MISSED");
    }
}
