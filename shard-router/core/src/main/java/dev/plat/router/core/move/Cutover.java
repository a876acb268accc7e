package dev.plat.router.core.move;

import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * Carries buckets over, in either direction, a few in one pause; one that is held by its writers is
 * tried alone. Every look decides from both sides' rows as they are now: it does not matter who
 * left them so.
 *
 * <p>Threads: for one.
 */
final class Cutover {

    private static final int DOUBLINGS_MAX = 20;

    private final Move move;
    private final MoveWorld world;
    private final Links links;
    private final ControlPoints points;
    private final Pace pace;
    private final DriverSettings settings;
    private final CutoverTry attempt;
    private final Throttle throttle;

    Cutover(
            Move move,
            MoveWorld world,
            Links links,
            ControlPoints points,
            Pace pace,
            DriverSettings settings,
            Reporter reporter,
            Throttle throttle) {
        this.move = move;
        this.world = world;
        this.links = links;
        this.points = points;
        this.pace = pace;
        this.settings = settings;
        this.attempt = new CutoverTry(world, points, pace, settings, reporter);
        this.throttle = throttle;
    }

    /**
     * Ends when each of them is the taker's, or its rows are not those of a cutover, or it is to
     * stop.
     *
     * @param stop asked when a try has failed, and so between two of them
     * @return those that are not
     * @throws MoveRefused when writers cannot be stopped for a moment, the link is lost, or what
     *     was handed over could not be granted and is the giver's again
     */
    List<Bucket> cross(Side giver, Collection<Bucket> buckets, BooleanSupplier stop)
            throws MoveRefused {
        List<Bucket> elsewhere = new ArrayList<>();
        TreeSet<Bucket> open = new TreeSet<>(buckets);
        Failures failures = new Failures();
        Map<Bucket, Long> ready = settle(giver, open, elsewhere);
        while (!open.isEmpty()) {
            long began = pace.nanos();
            int failed;
            try {
                failed = ready.isEmpty() ? 0 : tryOnce(giver, ready, failures);
            } catch (WorldAway away) {
                // What was handed over has no writer: its grant does not wait for the next run.
                settle(giver, open, elsewhere);
                throw away;
            }
            ready = settle(giver, open, elsewhere);
            if (failed == 0) {
                throttle.rest(began);
                continue;
            }
            if (stop.getAsBoolean()) {
                return elsewhere;
            }
            pace.pause(pause(failed));
        }
        return elsewhere;
    }

    /**
     * Brings each one nearer whose rows ask for something else than a cutover, and takes those out
     * that are over or elsewhere.
     *
     * @return the giver's epochs of those that can be cut over now
     */
    private Map<Bucket, Long> settle(Side giver, Set<Bucket> open, List<Bucket> elsewhere)
            throws MoveRefused {
        Map<Bucket, BucketRow> given = world.rows(giver);
        Map<Bucket, BucketRow> taken = world.rows(giver.other());
        Map<Bucket, Long> ready = new TreeMap<>();
        Map<Bucket, BucketRow> handed = new TreeMap<>();
        List<Freeze> left = new ArrayList<>();
        for (Bucket bucket : List.copyOf(open)) {
            BucketRow mine = given.getOrDefault(bucket, BucketRow.NONE);
            BucketRow theirs = taken.getOrDefault(bucket, BucketRow.NONE);
            switch (Crossing.of(move.id(), mine, theirs)) {
                case OVER -> {
                    publish(bucket, theirs.epoch(), giver.other());
                    open.remove(bucket);
                }
                case ELSEWHERE -> {
                    elsewhere.add(bucket);
                    open.remove(bucket);
                }
                case HANDED -> handed.put(bucket, mine);
                // Of a controller that died, or of a comparison; its marker is not ours.
                case FROZEN -> left.add(new Freeze(giver, bucket, mine.epoch(), mine.freezeNo()));
                case READY -> ready.put(bucket, mine.epoch());
            }
        }
        if (!handed.isEmpty()) {
            grantLate(giver, handed);
        }
        if (!left.isEmpty() && !world.thaw(left)) {
            pace.pause(settings.pauseFirst());
        }
        return ready;
    }

    /** Returns how often it has failed by now. */
    private int tryOnce(Side giver, Map<Bucket, Long> ready, Failures failures) throws MoveRefused {
        Map<Bucket, Long> batch = failures.next(ready);
        CutoverTry.Outcome outcome =
                links.close(links.lookOrRefuse(giver))
                        ? attempt.run(giver, batch)
                        : new CutoverTry.Outcome.Nothing();
        int failed = failures.after(outcome);
        if (failed >= settings.tries()) {
            throw new MoveRefused(stuck(batch.keySet(), failed));
        }
        return failed;
    }

    /** How often tries of this call have failed, and so what is tried next. */
    private final class Failures {

        private final Map<Bucket, Integer> held = new HashMap<>();
        private int inARow;

        /** A batch of those that were never in the way, or the one that was least often. */
        Map<Bucket, Long> next(Map<Bucket, Long> ready) {
            Map<Bucket, Long> batch = new TreeMap<>();
            ready.keySet().stream()
                    .filter(bucket -> !held.containsKey(bucket))
                    .limit(settings.batch())
                    .forEach(bucket -> batch.put(bucket, ready.get(bucket)));
            if (batch.isEmpty()) {
                ready.keySet().stream()
                        .min(Comparator.comparing(bucket -> held.getOrDefault(bucket, 0)))
                        .ifPresent(bucket -> batch.put(bucket, ready.get(bucket)));
            }
            return batch;
        }

        /** The failures that count against the next try; 0 when this one did something. */
        int after(CutoverTry.Outcome outcome) {
            switch (outcome) {
                case CutoverTry.Outcome.Look _ -> inARow = 0;
                case CutoverTry.Outcome.Nothing _ -> inARow++;
                case CutoverTry.Outcome.Held(Set<Bucket> buckets) -> {
                    buckets.forEach(bucket -> held.merge(bucket, 1, Integer::sum));
                    return buckets.stream()
                            .mapToInt(bucket -> held.getOrDefault(bucket, 0))
                            .max()
                            .orElse(0);
                }
            }
            return inARow;
        }
    }

    /**
     * The markers were seen before the buckets were handed over, but a taker that crashed may have
     * forgotten them, and gets them again. Nobody can write meanwhile, so this has an end: then the
     * buckets are the giver's again, at epochs of its own. A lost link grants nothing, even with
     * the markers there: a promoted taker goes on from what the slot has kept, and a marker may
     * have come behind a hole.
     *
     * @param handed the giver's rows of all that it has handed over
     */
    private void grantLate(Side giver, Map<Bucket, BucketRow> handed) throws MoveRefused {
        List<Freeze> freezes = new ArrayList<>();
        handed.forEach((bucket, row) ->
                freezes.add(new Freeze(giver, bucket, row.epoch() - 1, row.freezeNo())));
        long until = pace.nanos() + settings.grantPatience().toNanos();
        while (!links.look(giver).lost() && pace.nanos() - until < 0) {
            points.reach("grant.before");
            if (world.grantLate(freezes)) {
                points.reach("grant.after");
                return;
            }
            pace.pause(settings.pauseFirst());
        }
        boolean all = true;
        for (Map.Entry<Bucket, BucketRow> entry : handed.entrySet()) {
            all &= undo(giver, entry.getKey(), entry.getValue());
        }
        if (all) {
            throw new MoveRefused(
                    "buckets "
                            + Comparison.names(new TreeSet<>(handed.keySet()))
                            + " were handed over and the taker never showed their markers;"
                            + " the giver has them again");
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

    private static String stuck(Collection<Bucket> buckets, int tries) {
        return "buckets "
                + Comparison.names(new TreeSet<>(buckets))
                + " could not be cut over in "
                + tries
                + " tries: their writers hold them, or their link lags."
                + " End long transactions, then start the move again";
    }

    private Duration pause(int failed) {
        Duration grown =
                settings.pauseFirst().multipliedBy(1L << Math.min(failed - 1, DOUBLINGS_MAX));
        return grown.compareTo(settings.pauseMost()) < 0 ? grown : settings.pauseMost();
    }
}
