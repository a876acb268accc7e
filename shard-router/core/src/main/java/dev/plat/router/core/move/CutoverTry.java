package dev.plat.router.core.move;

import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.Bucket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One try to carry some buckets over in one pause. A freeze is never held while this waits for
 * anything but its own markers.
 *
 * <p>Threads: for one.
 */
final class CutoverTry {

    private final MoveWorld world;
    private final ControlPoints points;
    private final Pace pace;
    private final DriverSettings settings;
    private final Reporter reporter;

    CutoverTry(
            MoveWorld world,
            ControlPoints points,
            Pace pace,
            DriverSettings settings,
            Reporter reporter) {
        this.world = world;
        this.points = points;
        this.pace = pace;
        this.settings = settings;
        this.reporter = reporter;
    }

    /** What came of it. */
    sealed interface Outcome {

        /** Something has changed; the rows tell what. */
        record Look() implements Outcome {}

        /** Nothing has changed, and no bucket in particular was in the way. */
        record Nothing() implements Outcome {}

        /** Nothing has changed, as the writers of these do not end. */
        record Held(Set<Bucket> buckets) implements Outcome {}
    }

    /**
     * @param epochs of the buckets as the giver owns them
     */
    Outcome run(Side giver, Map<Bucket, Long> epochs) {
        Optional<MoveWorld.Swap> opened = world.openSwap(giver, epochs.keySet());
        if (opened.isEmpty()) {
            return new Outcome.Nothing();
        }
        try (MoveWorld.Swap swap = opened.get()) {
            if (!world.caughtUp(giver, settings.markerLimit())) {
                return new Outcome.Nothing();
            }
            points.reach("freeze.waiting");
            long began = pace.nanos();
            MoveWorld.Frozen frozen = world.freeze(giver, epochs);
            if (frozen.freezes().isEmpty()) {
                return frozen.held().isEmpty()
                        ? new Outcome.Nothing()
                        : new Outcome.Held(frozen.held());
            }
            return carry(swap, frozen.freezes(), began);
        }
    }

    private Outcome carry(MoveWorld.Swap swap, List<Freeze> freezes, long began) {
        boolean handed = false;
        try {
            points.reach("freeze.committed");
            handed = handOver(swap, freezes);
        } finally {
            if (!handed) {
                giveUp(swap, freezes);
                reporter.pause(pace.nanos() - began, freezes.size());
            }
        }
        if (!handed) {
            return new Outcome.Nothing();
        }
        points.reach("grant.before");
        if (swap.grant(freezes)) {
            reporter.pause(pace.nanos() - began, freezes.size());
        }
        points.reach("grant.after");
        return new Outcome.Look();
    }

    private boolean handOver(MoveWorld.Swap swap, List<Freeze> freezes) {
        if (!world.awaitMarkers(freezes, settings.markerLimit())) {
            return false;
        }
        points.reach("marker.seen");
        points.reach("moved.before");
        boolean handed = swap.handOver(freezes);
        points.reach("moved.after");
        return handed;
    }

    /**
     * Thaws first of all locks, so that writers wait no longer than they must. Harmless when the
     * buckets were handed over after all: then they are not frozen. When this fails too the freezes
     * end by themselves.
     */
    private void giveUp(MoveWorld.Swap swap, List<Freeze> freezes) {
        swap.close();
        try {
            world.thaw(freezes);
        } catch (WorldAway _) {
            // What made the cutover fail tells more; the rows are looked at again anyway.
        }
    }
}
