package dev.plat.ops.bench.rig;

import java.io.PrintStream;
import java.util.List;

/**
 * What was to be reached and what was measured.
 *
 * @param what in words
 * @param limit as the design has it
 * @param measured with its range where it has one
 * @param met as far as this run shows
 */
public record Target(String what, String limit, String measured, boolean met) {

    public static void print(List<Target> targets, PrintStream out) {
        out.printf("%n%-58s %-22s %-34s%n", "", "target", "measured");
        targets.forEach(each ->
                out.printf(
                        "%-58s %-22s %-34s %s%n",
                        each.what, each.limit, each.measured, each.met ? "met" : "MISSED"));
    }

    public static boolean allMet(List<Target> targets) {
        return targets.stream().allMatch(Target::met);
    }
}
