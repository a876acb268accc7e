package dev.plat.router.core.move;

import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.Bucket;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Brings every bucket back to the source, from wherever it stands. A bucket that was granted goes
 * by a full cutover backwards, after a comparison. One whose way back is lost stays with the
 * target, which alone has what was written since.
 *
 * <p>Threads: for one.
 */
final class Return {

    private final Move move;
    private final MoveWorld world;
    private final Links links;
    private final Comparison comparison;
    private final Cutover cutover;
    private final ControlPoints points;
    private final Pace pace;
    private final DriverSettings settings;

    Return(
            Move move,
            MoveWorld world,
            Links links,
            Comparison comparison,
            Cutover cutover,
            ControlPoints points,
            Pace pace,
            DriverSettings settings) {
        this.move = move;
        this.world = world;
        this.links = links;
        this.comparison = comparison;
        this.cutover = cutover;
        this.points = points;
        this.pace = pace;
        this.settings = settings;
    }

    /**
     * What came of it.
     *
     * @param settled nothing is left to do
     * @param held what keeps it, for people
     */
    record Outcome(boolean settled, String held) {

        static final Outcome SETTLED = new Outcome(true, "");
    }

    /**
     * Goes on until every bucket is settled or something holds that waiting does not mend.
     *
     * @param wish asked whether the operator gives up the way back of what cannot be compared
     */
    Outcome settle(Supplier<Move.Wish> wish) {
        int rounds = 0;
        while (true) {
            List<Bucket> crossing = undoWhatWasNotGranted();
            if (crossing.isEmpty()) {
                return Outcome.SETTLED;
            }
            boolean giveUp = wish.get() == Move.Wish.FINISH;
            if (giveUp || links.look(Side.TARGET).lost()) {
                if (leave(crossing)) {
                    return Outcome.SETTLED;
                }
                continue;
            }
            Outcome outcome = carryBack(crossing);
            if (!outcome.settled() && ++rounds >= settings.tries()) {
                return outcome;
            }
            if (!outcome.settled()) {
                pace.pause(settings.pauseMost());
            }
        }
    }

    /**
     * Returns those that only a cutover brings back. Those that nobody can write to come first, and
     * each is the source's again before the next is looked at.
     */
    private List<Bucket> undoWhatWasNotGranted() {
        while (true) {
            Map<Bucket, BucketRow> source = world.rows(Side.SOURCE);
            Map<Bucket, BucketRow> target = world.rows(Side.TARGET);
            List<Bucket> buckets = new ArrayList<>(move.buckets());
            buckets.sort(Comparator.comparing(bucket -> !givenAway(source, bucket)));
            List<Bucket> crossing = new ArrayList<>();
            boolean changed = false;
            for (Bucket bucket : buckets) {
                Homeward way =
                        Homeward.of(
                                move.id(),
                                source.getOrDefault(bucket, BucketRow.NONE),
                                target.getOrDefault(bucket, BucketRow.NONE));
                switch (way) {
                    case Homeward.Home _, Homeward.Stays _ -> {}
                    case Homeward.Cross _ -> crossing.add(bucket);
                    case Homeward.Thaw(long epoch, int freezeNo) -> {
                        world.thaw(List.of(new Freeze(Side.SOURCE, bucket, epoch, freezeNo)));
                        changed = true;
                    }
                    case Homeward.Abort abort -> {
                        world.abort(abort.taker(), bucket, abort.epoch());
                        points.reach("undo.aborted");
                        if (givenAway(source, bucket)) {
                            takeBack(bucket);
                        }
                        changed = true;
                    }
                    case Homeward.TakeBack take -> {
                        takeBack(bucket, take);
                        changed = true;
                    }
                }
            }
            if (!changed) {
                return crossing;
            }
        }
    }

    private static boolean givenAway(Map<Bucket, BucketRow> source, Bucket bucket) {
        return source.getOrDefault(bucket, BucketRow.NONE).state() == BucketRow.State.MOVED;
    }

    /** When the rows say so by now. */
    private void takeBack(Bucket bucket) {
        Homeward way =
                Homeward.of(
                        move.id(), world.row(Side.SOURCE, bucket), world.row(Side.TARGET, bucket));
        if (way instanceof Homeward.TakeBack take) {
            takeBack(bucket, take);
        }
    }

    private void takeBack(Bucket bucket, Homeward.TakeBack take) {
        if (world.takeBack(take.giver(), bucket, take.epoch())) {
            points.reach("undo.returned");
            cutover.publish(bucket, take.epoch() + 1, take.giver());
        }
    }

    /** First those that nobody can write to: they were compared before they were handed back. */
    private Outcome carryBack(List<Bucket> crossing) {
        Map<Bucket, BucketRow> target = world.rows(Side.TARGET);
        Map<Boolean, List<Bucket>> owned =
                crossing.stream()
                        .collect(
                                Collectors.partitioningBy(bucket ->
                                        Crossing.owns(
                                                target.getOrDefault(bucket, BucketRow.NONE))));
        List<Bucket> handed = owned.getOrDefault(false, List.of());
        List<Bucket> ready = owned.getOrDefault(true, List.of());
        try {
            cutover.cross(Side.TARGET, handed, () -> false);
            Comparison.Result result = comparison.compare(Side.TARGET, ready, () -> false);
            if (!result.equal()) {
                return new Outcome(false, held(result));
            }
            cutover.cross(Side.TARGET, ready, () -> false);
            return Outcome.SETTLED;
        } catch (MoveRefused e) {
            return new Outcome(false, e.why());
        }
    }

    /**
     * No way back for these. What was handed back and not granted becomes the target's again; the
     * rest is the target's. False when something has changed meanwhile.
     */
    private boolean leave(List<Bucket> crossing) {
        boolean left = true;
        for (Bucket bucket : crossing) {
            BucketRow source = world.row(Side.SOURCE, bucket);
            BucketRow target = world.row(Side.TARGET, bucket);
            if (Crossing.of(move.id(), target, source) == Crossing.HANDED) {
                cutover.undo(Side.TARGET, bucket, target);
                left = false;
            }
        }
        return left;
    }

    private static String held(Comparison.Result result) {
        if (result.differing().isEmpty()) {
            return "buckets "
                    + Comparison.names(result.open())
                    + " could not be compared; they stay with the target until they can";
        }
        return "buckets "
                + Comparison.names(result.differing())
                + " differ between the sides, so they stay with the target."
                + " Look into it; wish FINISH to give up the source's copy";
    }
}
