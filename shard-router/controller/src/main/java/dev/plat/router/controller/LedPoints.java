package dev.plat.router.controller;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.orders.Leadership;
import java.util.Set;

/**
 * Lets a move go on only while this process leads: the points lie around every effect of a move, so
 * a leader that has lost ZooKeeper stops before the next one. Only the databases make that safe;
 * this makes it prompt.
 *
 * <p>Threads: safe.
 */
final class LedPoints implements ControlPoints {

    /**
     * Here a bucket was handed over and is not granted yet, and nobody can write to it. With
     * ZooKeeper gone there will be no other leader to grant it, so this one goes on to the grant.
     */
    private static final Set<String> WITHOUT_OWNER = Set.of("moved.after", "grant.before");

    private final Leadership leadership;
    private final ControlPoints points;

    LedPoints(Leadership leadership, ControlPoints points) {
        this.leadership = leadership;
        this.points = points;
    }

    @Override
    public void reach(String point) {
        points.reach(point);
        if (!WITHOUT_OWNER.contains(point)) {
            check(leadership);
        }
    }

    /** Throws {@link Superseded} when this process no longer leads. */
    static void check(Leadership leadership) {
        if (!leadership.leading()) {
            throw new Superseded("this controller no longer leads");
        }
    }
}
