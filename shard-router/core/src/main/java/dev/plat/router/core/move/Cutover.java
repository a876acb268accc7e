package dev.plat.router.core.move;

import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.Bucket;
import java.time.Duration;
import java.util.Optional;

/**
 * Carries one bucket over, in either direction. Every look decides from both rows as they are now:
 * it does not matter who left them so. A freeze is never held while this waits for anything but its
 * own marker.
 *
 * <p>Threads: for one.
 */
final class Cutover {

    private final Move move;
    private final MoveWorld world;
    private final Links links;
    private final ControlPoints points;
    private final Pace pace;
    private final DriverSettings settings;
    private final Reporter reporter;

    Cutover(
            Move move,
            MoveWorld world,
            Links links,
            ControlPoints points,
            Pace pace,
            DriverSettings settings,
            Reporter reporter) {
        this.move = move;
        this.world = world;
        this.links = links;
        this.points = points;
        this.pace = pace;
        this.settings = settings;
        this.reporter = reporter;
    }

    /**
     * Ends with {@link Crossing#OVER}, or with {@link Crossing#ELSEWHERE} when the rows are not
     * those of a cutover.
     *
     * @throws MoveRefused when its writers cannot be stopped for a moment, its link is lost, or
     *     what was handed over could not be granted and is the giver's again
     */
    Crossing cross(Side giver, Bucket bucket) throws MoveRefused {
        Duration pause = settings.pauseFirst();
        int tries = 0;
        while (true) {
            BucketRow given = world.row(giver, bucket);
            BucketRow taken = world.row(giver.other(), bucket);
            switch (Crossing.of(move.id(), given, taken)) {
                case OVER -> {
                    publish(bucket, taken.epoch(), giver.other());
                    return Crossing.OVER;
                }
                case ELSEWHERE -> {
                    return Crossing.ELSEWHERE;
                }
                case HANDED -> grantLate(giver, bucket, given);
                case FROZEN -> {
                    // Of a controller that died, or of a comparison; its marker is not ours.
                    if (!world.thaw(bucket, new Freeze(giver, given.epoch(), given.freezeNo()))) {
                        pace.pause(settings.pauseFirst());
                    }
                }
                case READY -> {
                    if (!links.close(links.lookOrRefuse(giver))
                            || tryOnce(giver, bucket, given.epoch()) == Try.NOTHING) {
                        if (++tries >= settings.tries()) {
                            throw new MoveRefused(stuck(bucket, tries));
                        }
                        pace.pause(pause);
                        pause = longer(pause);
                    }
                }
            }
        }
    }

    private enum Try {
        NOTHING,
        /** Something has changed; the rows tell what. */
        LOOK
    }

    private Try tryOnce(Side giver, Bucket bucket, long epoch) {
        Optional<MoveWorld.Swap> opened = world.openSwap(giver, bucket);
        if (opened.isEmpty()) {
            return Try.NOTHING;
        }
        try (MoveWorld.Swap swap = opened.get()) {
            points.reach("freeze.waiting");
            long began = pace.nanos();
            Optional<Freeze> frozen = world.freeze(giver, bucket, epoch);
            if (frozen.isEmpty()) {
                return Try.NOTHING;
            }
            boolean handed = false;
            try {
                handed = handOver(swap, bucket, frozen.get());
            } finally {
                if (!handed) {
                    giveUp(swap, bucket, frozen.get());
                }
            }
            if (!handed) {
                return Try.NOTHING;
            }
            grant(swap, frozen.get(), began);
            return Try.LOOK;
        }
    }

    private boolean handOver(MoveWorld.Swap swap, Bucket bucket, Freeze freeze) {
        if (!world.awaitMarker(bucket, freeze, settings.markerLimit())) {
            return false;
        }
        points.reach("marker.seen");
        points.reach("moved.before");
        boolean handed = swap.handOver(freeze);
        points.reach("moved.after");
        return handed;
    }

    private void grant(MoveWorld.Swap swap, Freeze freeze, long began) {
        points.reach("grant.before");
        if (swap.grant(freeze)) {
            reporter.pause(pace.nanos() - began);
        }
        points.reach("grant.after");
    }

    /**
     * Thaws first of all locks, so that writers wait no longer than they must. Harmless when the
     * bucket was handed over after all: then it is not frozen. When this fails too the freeze ends
     * by itself.
     */
    private void giveUp(MoveWorld.Swap swap, Bucket bucket, Freeze freeze) {
        swap.close();
        try {
            world.thaw(bucket, freeze);
        } catch (WorldAway _) {
            // What made the cutover fail tells more; the rows are looked at again anyway.
        }
    }

    /**
     * The marker was seen before the bucket was handed over, but a taker that crashed may have
     * forgotten it, and gets it again. Nobody can write meanwhile, so this has an end: then the
     * bucket is the giver's again, at an epoch of its own. A lost link grants nothing, even with
     * the marker there: a promoted taker goes on from what the slot has kept, and the marker may
     * have come behind a hole.
     */
    private void grantLate(Side giver, Bucket bucket, BucketRow given) throws MoveRefused {
        long until = pace.nanos() + settings.grantPatience().toNanos();
        while (!links.look(giver).lost() && pace.nanos() - until < 0) {
            points.reach("grant.before");
            if (world.grantLate(giver, bucket, given.epoch(), given.freezeNo())) {
                points.reach("grant.after");
                return;
            }
            pace.pause(settings.pauseFirst());
        }
        if (undo(giver, bucket, given)) {
            throw new MoveRefused(
                    "bucket "
                            + bucket.number()
                            + " was handed over and the taker never showed its marker;"
                            + " the giver has it again");
        }
    }

    /** False when the rows have changed and are to be looked at again. */
    boolean undo(Side giver, Bucket bucket, BucketRow given) {
        if (!world.abort(giver.other(), bucket, given.epoch() + 1)) {
            return false;
        }
        points.reach("undo.aborted");
        if (!world.takeBack(giver, bucket, given.epoch())) {
            return false;
        }
        points.reach("undo.returned");
        publish(bucket, given.epoch() + 1, giver);
        return true;
    }

    void publish(Bucket bucket, long epoch, Side owner) {
        points.reach("map.before");
        world.publish(bucket, epoch, owner);
        points.reach("map.after");
    }

    private static String stuck(Bucket bucket, int tries) {
        return "bucket "
                + bucket.number()
                + " could not be cut over in "
                + tries
                + " tries: its writers hold it, or its link lags."
                + " End long transactions, then start the move again";
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(settings.pauseMost()) < 0 ? twice : settings.pauseMost();
    }
}
