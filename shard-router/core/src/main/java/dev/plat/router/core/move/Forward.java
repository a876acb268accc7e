package dev.plat.router.core.move;

import dev.plat.schemas.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Carries every bucket to the target, a few at a time, each after a comparison that is not too old.
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
     * @param stop asked after each batch, and while its buckets are held by their writers
     * @throws MoveRefused when a bucket cannot be carried
     */
    boolean carryAll(BooleanSupplier stop) throws MoveRefused {
        List<Bucket> open = new ArrayList<>();
        List<Bucket> first = new ArrayList<>();
        Map<Bucket, Long> over = new TreeMap<>();
        look(open, first, over);
        int all = move.buckets().size();
        reporter.phase("cutting over", all);
        reporter.already(over.size());
        cross(first, stop);
        over.forEach((bucket, epoch) -> cutover.publish(bucket, epoch, Side.TARGET));
        while (!stop.getAsBoolean()) {
            if (open.isEmpty()) {
                reporter.buckets(all, all);
                return true;
            }
            reporter.buckets(all - open.size(), all);
            List<Bucket> batch = open.stream().limit(settings.batch()).toList();
            if (!compared(batch, stop)) {
                return false;
            }
            cross(batch, stop);
            open.removeAll(batch);
        }
        return false;
    }

    /**
     * Sorts the move's buckets.
     *
     * @param first those that were handed over by a controller that died: they were compared by it,
     *     and nobody can write to them; and those that only a refusal is left for
     * @param over the target's, and its epochs, of which the routers are told once more
     */
    private void look(List<Bucket> open, List<Bucket> first, Map<Bucket, Long> over) {
        Map<Bucket, BucketRow> source = world.rows(Side.SOURCE);
        Map<Bucket, BucketRow> target = world.rows(Side.TARGET);
        for (Bucket bucket : move.buckets()) {
            BucketRow given = source.getOrDefault(bucket, BucketRow.NONE);
            BucketRow taken = target.getOrDefault(bucket, BucketRow.NONE);
            switch (Crossing.of(move.id(), given, taken)) {
                case OVER -> over.put(bucket, taken.epoch());
                case HANDED, ELSEWHERE -> first.add(bucket);
                case READY, FROZEN -> open.add(bucket);
            }
        }
    }

    private void cross(List<Bucket> buckets, BooleanSupplier stop) throws MoveRefused {
        List<Bucket> elsewhere = cutover.cross(Side.SOURCE, buckets, stop);
        if (!elsewhere.isEmpty()) {
            Bucket bucket = elsewhere.getFirst();
            throw new MoveRefused(
                    "bucket "
                            + bucket.number()
                            + " is not where this move left it: "
                            + world.row(Side.SOURCE, bucket)
                            + " on the source, "
                            + world.row(Side.TARGET, bucket)
                            + " on the target");
        }
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
