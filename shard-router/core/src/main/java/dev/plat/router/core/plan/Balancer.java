package dev.plat.router.core.plan;

import dev.plat.schemas.Bucket;
import java.util.BitSet;
import java.util.Map;

/**
 * Makes the moves: first those that a constraint asks for, then from nodes above their goal, then
 * to nodes below. Whoever is in need is given first, so a bucket that must leave one node also
 * fills another, and no move is made that does not bring its two nodes nearer to their goals.
 *
 * <p>Why that is the least with counted buckets, one copy each: let S be what lies above the goals
 * and D what is missing below them. Every plan moves at least S buckets and at least D. The first
 * two phases make S moves in all, of which as many as can be fill needs; the third makes the D − S
 * that are left over, if any.
 */
final class Balancer {

    private static final int NONE = -1;
    private static final double NOTHING = 1e-12;

    private final Placement placement;

    Balancer(Placement placement) {
        this.placement = placement;
    }

    void run() {
        goHome();
        Levels levels = new Levels(placement);
        leave(levels);
        spread(levels);
        relieve(levels);
        fill(levels);
    }

    /** Isolated buckets go where they are to be alone, and stay. */
    private void goHome() {
        placement.input().isolated().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> {
                    int bucket = entry.getKey().number();
                    int home = placement.indexOf(entry.getValue());
                    if (placement.holder(bucket, 0) != home) {
                        if (!placement.allows(bucket, 0, home)) {
                            throw Planner.refused(
                                    "A bucket cannot go where it is to be alone: it soaks, or the"
                                            + " disk is too full.",
                                    bucket + " to " + entry.getValue(),
                                    "another target, or later");
                        }
                        placement.move(bucket, 0, home);
                    }
                    if (placement.guarded(Guard.PINS)) {
                        placement.pin(bucket);
                    }
                });
    }

    /** Nodes that are not open are emptied. */
    private void leave(Levels levels) {
        for (int source = 0; source < placement.nodes(); source++) {
            if (placement.open(source)) {
                continue;
            }
            int target = NONE;
            BitSet held = (BitSet) placement.held(source).clone();
            for (int bucket = held.nextSetBit(0);
                    bucket >= 0;
                    bucket = held.nextSetBit(bucket + 1)) {
                if (placement.pinned(bucket)) {
                    continue;
                }
                int copy = placement.copyOn(bucket, source);
                if (target == NONE
                        || !levels.under(target)
                        || !placement.mayMove(bucket, copy, target)) {
                    target = bestTarget(levels, bucket, copy);
                }
                if (target == NONE) {
                    throw Planner.refused(
                            "A node cannot be emptied: no other one may take this bucket.",
                            placement.name(source) + " bucket " + bucket,
                            "another node with room, in another zone than its other copies");
                }
                move(levels, bucket, copy, target);
            }
        }
    }

    /** Copies that crowd in one zone go to another; the one on the fullest node goes. */
    private void spread(Levels levels) {
        if (!placement.guarded(Guard.ZONES)) {
            return;
        }
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            for (int crowded = placement.crowded(bucket); crowded > 0; crowded--) {
                int best = NONE;
                for (int copy = 0; copy < placement.copies(); copy++) {
                    int holder = placement.holder(bucket, copy);
                    boolean helps = bestTargetElsewhere(levels, bucket, copy) != NONE;
                    if (helps
                            && (best == NONE
                                    || levels.relative(holder)
                                            > levels.relative(placement.holder(bucket, best)))) {
                        best = copy;
                    }
                }
                if (best != NONE) {
                    move(levels, bucket, best, bestTargetElsewhere(levels, bucket, best));
                }
            }
        }
    }

    /** A target that makes the bucket less crowded, or none when this copy crowds nobody. */
    private int bestTargetElsewhere(Levels levels, int bucket, int copy) {
        int holder = placement.holder(bucket, copy);
        int neighbours = 0;
        for (int other = 0; other < placement.copies(); other++) {
            neighbours +=
                    placement.zone(placement.holder(bucket, other)) == placement.zone(holder)
                            ? 1
                            : 0;
        }
        return neighbours > placement.copiesPerZone() ? bestTarget(levels, bucket, copy) : NONE;
    }

    private int bestTarget(Levels levels, int bucket, int copy) {
        int best = NONE;
        for (int node = 0; node < placement.nodes(); node++) {
            if (placement.mayMove(bucket, copy, node)
                    && (best == NONE || better(levels, node, best))) {
                best = node;
            }
        }
        return best;
    }

    private boolean better(Levels levels, int node, int than) {
        if (placement.guarded(Guard.NEEDY_FIRST) && levels.under(node) != levels.under(than)) {
            return levels.under(node);
        }
        return levels.relativeWithOneMore(node) < levels.relativeWithOneMore(than);
    }

    /** Nodes above their goal give, the worst first. */
    private void relieve(Levels levels) {
        BitSet done = new BitSet();
        for (int source = worst(levels, done); source != NONE; source = worst(levels, done)) {
            BitSet useless = new BitSet();
            int target = NONE;
            while (levels.over(source)) {
                if (target == NONE || !levels.under(target) || useless.get(target)) {
                    target = receiver(levels, source, useless);
                }
                if (target == NONE) {
                    break;
                }
                if (!carry(levels, source, target)) {
                    useless.set(target);
                }
            }
            done.set(source);
        }
    }

    private int worst(Levels levels, BitSet done) {
        int worst = NONE;
        for (int node = 0; node < placement.nodes(); node++) {
            if (placement.open(node)
                    && !done.get(node)
                    && levels.over(node)
                    && (worst == NONE || levels.outside(node) > levels.outside(worst))) {
                worst = node;
            }
        }
        return worst;
    }

    private int receiver(Levels levels, int source, BitSet useless) {
        int best = NONE;
        for (int node = 0; node < placement.nodes(); node++) {
            if (node != source
                    && placement.open(node)
                    && !useless.get(node)
                    && !levels.over(node)
                    && (best == NONE || better(levels, node, best))) {
                best = node;
            }
        }
        return best;
    }

    /** Nodes below their goal are given, by whoever has most for its weight. */
    private void fill(Levels levels) {
        for (int target = 0; target < placement.nodes(); target++) {
            BitSet useless = new BitSet();
            while (placement.open(target) && levels.under(target)) {
                int source = donor(levels, target, useless);
                if (source == NONE) {
                    break;
                }
                if (!carry(levels, source, target)) {
                    useless.set(source);
                }
            }
        }
    }

    private int donor(Levels levels, int target, BitSet useless) {
        int best = NONE;
        for (int node = 0; node < placement.nodes(); node++) {
            if (node != target
                    && placement.open(node)
                    && !useless.get(node)
                    && (best == NONE || levels.relative(node) > levels.relative(best))) {
                best = node;
            }
        }
        return best;
    }

    /**
     * The bucket that brings the two nearest to their goals; one that takes neither beyond them in
     * anything first, then by evenness, then by number.
     */
    private boolean carry(Levels levels, int source, int target) {
        int best = NONE;
        boolean bestFits = false;
        double bestGain = NOTHING;
        double bestWorse = Double.MAX_VALUE;
        BitSet held = placement.held(source);
        for (int bucket = held.nextSetBit(0); bucket >= 0; bucket = held.nextSetBit(bucket + 1)) {
            if (!placement.mayMove(bucket, placement.copyOn(bucket, source), target)) {
                continue;
            }
            double gain = levels.gain(bucket, source, target);
            boolean fits = levels.fits(bucket, source, target);
            double worse = levels.worseAfter(bucket, source, target);
            boolean more = gain > bestGain + NOTHING;
            boolean asMuch = best != NONE && gain > bestGain - NOTHING;
            boolean better = fits == bestFits ? more || (asMuch && worse < bestWorse) : fits;
            if (gain > NOTHING && better) {
                best = bucket;
                bestFits = fits;
                bestGain = gain;
                bestWorse = worse;
            }
            if (placement.weights().counted()) {
                break; // one is as good as another
            }
        }
        if (best == NONE) {
            return false;
        }
        move(levels, best, placement.copyOn(best, source), target);
        return true;
    }

    private void move(Levels levels, int bucket, int copy, int target) {
        int source = placement.holder(bucket, copy);
        placement.move(bucket, copy, target);
        levels.moved(bucket, source, target);
    }
}
