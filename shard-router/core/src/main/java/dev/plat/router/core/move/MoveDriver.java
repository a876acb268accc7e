package dev.plat.router.core.move;

import dev.plat.router.core.ControlPoints;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Drives one move from wherever its record stands. Nothing is remembered between calls but what
 * saves work: every decision is made from what the rows say now, as any process may have died
 * anywhere, and an answer that did not come says nothing.
 *
 * <p>Threads: for one.
 */
public final class MoveDriver {

    private final MoveWorld world;
    private final ControlPoints points;
    private final Pace pace;
    private final DriverSettings settings;
    private final Consumer<MoveProgress> progress;

    private @Nullable Steps steps;

    public MoveDriver(
            MoveWorld world,
            ControlPoints points,
            Pace pace,
            DriverSettings settings,
            Consumer<MoveProgress> progress) {
        this.world = world;
        this.points = points;
        this.pace = pace;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Goes on from where the record stands until the move ends, soaks, or is held by a difference
     * between the sides that somebody must look into.
     *
     * @return the record: ended; or SOAKING or RETURNING, to be called again later
     * @throws WorldAway call again after a pause
     * @throws Superseded stop
     */
    public MoveRecord run() {
        MoveRecord record = world.load();
        if (steps == null) {
            steps = new Steps(record, world, points, pace, settings, progress);
        }
        while (steps.step(record)) {
            record = world.load();
        }
        return record;
    }
}
