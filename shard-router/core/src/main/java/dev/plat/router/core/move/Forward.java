package dev.plat.router.core.move;

import dev.plat.schemas.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Carries every bucket to the target, one after the other, each after a comparison that is not too
 * old.
 *
 * <p>Threads: for one.
 */
final class Forward {

    private final Move move;
    private final MoveWorld world;
    private final Comparison comparison;
    private final Cutover cutover;
    private final DriverSettings settings;
    private final Reporter reporter;

    Forward(
            Move move,
            MoveWorld world,
            Comparison comparison,
            Cutover cutover,
            DriverSettings settings,
            Reporter reporter) {
        this.move = move;
        this.world = world;
        this.comparison = comparison;
        this.cutover = cutover;
        this.settings = settings;
        this.reporter = reporter;
    }

    /**
     * False when it stopped on the way.
     *
     * @param stop asked between two buckets
     * @throws MoveRefused when a bucket cannot be carried
     */
    boolean carryAll(BooleanSupplier stop) throws MoveRefused {
        List<Bucket> open = notOver();
        int all = move.buckets().size();
        reporter.phase("cutting over", all);
        reporter.already(all - open.size());
        for (int i = 0; i < open.size(); i++) {
            if (stop.getAsBoolean() || !carry(open.get(i), open.subList(i, open.size()), stop)) {
                return false;
            }
            reporter.buckets(all - open.size() + i + 1, all);
        }
        return true;
    }

    /**
     * Those the target does not own, first those that nobody can write to. Of the others the
     * routers are told once more.
     */
    private List<Bucket> notOver() {
        Map<Bucket, BucketRow> source = world.rows(Side.SOURCE);
        Map<Bucket, BucketRow> target = world.rows(Side.TARGET);
        List<Bucket> open = new ArrayList<>();
        for (Bucket bucket : move.buckets()) {
            BucketRow given = source.getOrDefault(bucket, BucketRow.NONE);
            BucketRow taken = target.getOrDefault(bucket, BucketRow.NONE);
            switch (Crossing.of(move.id(), given, taken)) {
                case OVER -> cutover.publish(bucket, taken.epoch(), Side.TARGET);
                case HANDED -> open.addFirst(bucket);
                case READY, FROZEN, ELSEWHERE -> open.add(bucket);
            }
        }
        return open;
    }

    private boolean carry(Bucket bucket, List<Bucket> next, BooleanSupplier stop)
            throws MoveRefused {
        if (!comparison.fresh(Side.SOURCE, bucket) && standsBefore(bucket)) {
            List<Bucket> batch = next.stream().limit(settings.verifyBatch()).toList();
            if (!compared(batch, stop)) {
                return false;
            }
        }
        if (cutover.cross(Side.SOURCE, bucket) == Crossing.ELSEWHERE) {
            throw new MoveRefused(
                    "bucket "
                            + bucket.number()
                            + " is not where this move left it: "
                            + world.row(Side.SOURCE, bucket)
                            + " on the source, "
                            + world.row(Side.TARGET, bucket)
                            + " on the target");
        }
        return true;
    }

    /** What was handed over by a controller that died was compared by it, and cannot wait. */
    private boolean standsBefore(Bucket bucket) {
        return switch (Crossing.of(
                move.id(), world.row(Side.SOURCE, bucket), world.row(Side.TARGET, bucket))) {
            case READY, FROZEN -> true;
            case HANDED, OVER, ELSEWHERE -> false;
        };
    }

    /**
     * False when it was to stop.
     *
     * @throws MoveRefused when they differ, or cannot be compared
     */
    boolean compared(List<Bucket> buckets, BooleanSupplier stop) throws MoveRefused {
        Comparison.Result result = comparison.compare(Side.SOURCE, buckets, stop);
        if (!result.differing().isEmpty()) {
            throw new MoveRefused(
                    "buckets "
                            + Comparison.names(result.differing())
                            + " differ between source and target after the copy");
        }
        if (result.open().isEmpty()) {
            return true;
        }
        if (stop.getAsBoolean()) {
            return false;
        }
        throw new MoveRefused(
                "buckets "
                        + Comparison.names(result.open())
                        + " could not be frozen for a moment to be compared."
                        + " End long transactions, then start the move again");
    }
}
