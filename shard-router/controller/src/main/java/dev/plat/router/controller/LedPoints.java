package dev.plat.router.controller;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.orders.Leadership;

/**
 * Lets a move go on only while this process leads: the points lie around every effect of a move, so
 * a leader that has lost ZooKeeper stops before the next one. Only the databases make that safe;
 * this makes it prompt.
 *
 * <p>Threads: safe.
 */
final class LedPoints implements ControlPoints {

    private final Leadership leadership;
    private final ControlPoints points;

    LedPoints(Leadership leadership, ControlPoints points) {
        this.leadership = leadership;
        this.points = points;
    }

    @Override
    public void reach(String point) {
        points.reach(point);
        check(leadership);
    }

    /** Throws {@link Superseded} when this process no longer leads. */
    static void check(Leadership leadership) {
        if (!leadership.leading()) {
            throw new Superseded("this controller no longer leads");
        }
    }
}
