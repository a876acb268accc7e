package dev.plat.ops.chaos.kill;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which way a move takes, and the points it comes by there that it does not come by elsewhere. */
enum Course {
    /** To the end. */
    FORTH(
            "plan.stored",
            "preflight.passed",
            "import.marked",
            "ledger.written",
            "pub.made",
            "slot.made",
            "sub.made",
            "copy.started",
            "copy.table",
            "copy.all",
            "rev.pub",
            "rev.slot",
            "rev.sub",
            "lag.ok",
            "verify.frozen",
            "verify.source",
            "verify.target",
            "verify.thawed",
            "verify.range",
            "verify.done",
            "swap.locked",
            "swap.altered",
            "freeze.waiting",
            "freeze.committed",
            "marker.seen",
            "moved.before",
            "moved.after",
            "grant.before",
            "grant.after",
            "map.before",
            "map.after",
            "soak.started",
            "reverify.done",
            "clean.sub",
            "clean.slot",
            "clean.pub",
            "clean.rows",
            "clean.done"),
    /** Rolled back out of the soak. */
    BACK("rollback.started"),
    /** Turned back before its first cutover. */
    UNDONE("undo.aborted"),
    /** Turned back between a handing over and its grant. */
    TAKEN_BACK("undo.returned");

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> points;

    Course(String... points) {
        this.points = List.of(points);
    }

    static List<String> allPoints() {
        return Stream.of(values()).flatMap(course -> course.points.stream()).toList();
    }

    static Course of(String point) {
        return Stream.of(values())
                .filter(course -> course.points.contains(point))
                .findFirst()
                .orElseThrow();
    }

    /** All cases of a run in the order in which they are done: seeds outermost. */
    static List<KillCase> cases(List<String> points, List<Victim> victims, int seeds, long first) {
        List<KillCase> cases = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            for (String point : points) {
                for (Victim victim : victims) {
                    cases.add(new KillCase(point, victim, first + i));
                }
            }
        }
        return cases;
    }
}
