package dev.plat.router.core.plan;

import dev.plat.schemas.Bucket;
import java.util.Arrays;

/**
 * How much each node holds and should hold. Made from a placement as it stands, and told of every
 * move from then on.
 *
 * <p>The goal of a node is a range in each dimension. Inside the tolerance the range is the
 * tolerance, outside it is the share rounded to whole buckets, so that a node is either left alone
 * or put right for long. Ranges are never narrower than from the share rounded down to the share
 * rounded up; hence whatever leaves one node fits into another, and counted buckets always can
 * reach the goal.
 */
final class Levels {

    private static final double TOLERANCE = 0.05;
    private static final double SLACK = 1e-6;
    private static final int NONE = -1;

    /** 0.95 of 1000 is not quite 950 here. */
    private static final double WHOLE = 1e-6;

    private final Placement placement;
    private final Weights weights;
    private final double[][] load;
    private final double[][] share;
    private final double[][] low;
    private final double[][] high;
    private final double[] total;
    private final double[] mean;
    private final boolean[] over;
    private final boolean[] under;
    private final double[] outside;
    private final double[] relative;
    private final double[] withOneMore;

    Levels(Placement placement) {
        this.placement = placement;
        this.weights = placement.weights();
        int nodes = placement.nodes();
        int dimensions = weights.dimensions();
        this.load = new double[nodes][dimensions];
        this.share = new double[nodes][dimensions];
        this.low = new double[nodes][dimensions];
        this.high = new double[nodes][dimensions];
        this.total = new double[dimensions];
        this.mean = new double[dimensions];
        this.over = new boolean[nodes];
        this.under = new boolean[nodes];
        this.outside = new double[nodes];
        this.relative = new double[nodes];
        this.withOneMore = new double[nodes];
        for (int node = 0; node < nodes; node++) {
            int of = node;
            placement.held(node).stream().forEach(bucket -> add(of, bucket, 1));
        }
        double[] counts = dealt();
        entitle(counts, Weights.sum(counts));
        for (int node = 0; node < nodes; node++) {
            range(node);
            look(node);
        }
    }

    private void add(int node, int bucket, int sign) {
        for (int d = 0; d < total.length; d++) {
            load[node][d] += sign * weights.of(d, bucket);
        }
    }

    /** How many copies each open node is entitled to. */
    private double[] dealt() {
        int nodes = placement.nodes();
        double[] weight = new double[nodes];
        double[] least = new double[nodes];
        double[] most = new double[nodes];
        int[] zone = new int[nodes];
        boolean zoned = placement.copies() > 1 && placement.guarded(Guard.ZONES);
        double[] zoneMost = new double[zoned ? placement.zones() : 1];
        Arrays.fill(zoneMost, zoned ? placement.copiesPerZone() * Bucket.COUNT : Double.MAX_VALUE);
        double elsewhere = 0;
        double bytesMean = meanBytes();
        for (int node = 0; node < nodes; node++) {
            zone[node] = zoned ? placement.zone(node) : 0;
            int stay = staying(node);
            if (!placement.open(node)) {
                elsewhere += stay;
                zoneMost[zone[node]] -= zoned ? stay : 0;
                continue;
            }
            weight[node] = placement.input().members().get(node).node().weight();
            most[node] = Bucket.COUNT;
            if (bytesMean > 0) {
                double fits = Math.max(0, placement.bytesMost(node)) / bytesMean;
                most[node] = Math.min(most[node], fits);
            }
            least[node] = Math.min(stay, most[node]);
        }
        var shares = new Shares(weight, least, most, zone, zoneMost);
        double copies = (double) Bucket.COUNT * placement.copies() - elsewhere;
        if (shares.capacity() < copies - SLACK) {
            throw Planner.refused(
                    "The active nodes cannot hold all buckets: too few, in too few zones, or too"
                            + " full.",
                    "room for " + (long) shares.capacity(),
                    "room for " + (long) copies + ": add nodes or keep one that is leaving");
        }
        return shares.deal(copies);
    }

    private double meanBytes() {
        double bytes = 0;
        for (int bucket = 0; bucket < Bucket.COUNT; bucket++) {
            bytes += weights.bytes(bucket);
        }
        return bytes / Bucket.COUNT;
    }

    private int staying(int node) {
        int count = 0;
        var held = placement.held(node);
        for (int b = held.nextSetBit(0); b >= 0; b = held.nextSetBit(b + 1)) {
            count += placement.pinned(b) ? 1 : 0;
        }
        return count;
    }

    /** The same fraction of everything that is measured as of the copies. */
    private void entitle(double[] counts, double copies) {
        for (int node = 0; node < counts.length; node++) {
            for (int d = 0; d < total.length; d++) {
                double here = load[node][d];
                if (!placement.open(node)) {
                    here -= pinnedLoad(node, d);
                }
                // What leaves a node that is not open comes to the open ones.
                total[d] += here;
            }
        }
        for (int d = 0; d < total.length; d++) {
            mean[d] = copies == 0 ? 0 : total[d] / copies;
            for (int node = 0; node < counts.length; node++) {
                share[node][d] =
                        weights.counted() ? counts[node] : counts[node] / copies * total[d];
            }
        }
    }

    private double pinnedLoad(int node, int dimension) {
        double sum = 0;
        var held = placement.held(node);
        for (int b = held.nextSetBit(0); b >= 0; b = held.nextSetBit(b + 1)) {
            sum += placement.pinned(b) ? weights.of(dimension, b) : 0;
        }
        return sum;
    }

    private void range(int node) {
        boolean inside = true;
        boolean filled = false;
        for (int d = 0; d < total.length; d++) {
            low[node][d] =
                    Math.min(down(share[node][d], d), up(share[node][d] * (1 - TOLERANCE), d));
            high[node][d] =
                    Math.max(up(share[node][d], d), down(share[node][d] * (1 + TOLERANCE), d));
            inside &= load[node][d] <= high[node][d];
            filled |= load[node][d] >= low[node][d];
        }
        boolean tolerated = inside && filled && placement.guarded(Guard.TOLERANCE);
        boolean left = tolerated || placement.input().aim() == PlanInput.Aim.EDGE;
        for (int d = 0; d < total.length && !left; d++) {
            low[node][d] = down(share[node][d], d);
            high[node][d] = up(share[node][d], d);
        }
    }

    /** To whole buckets where they are counted; by half a usual bucket where they are weighed. */
    private double up(double value, int dimension) {
        return weights.counted() ? Math.ceil(value - WHOLE) : value + mean[dimension] / 2;
    }

    private double down(double value, int dimension) {
        return weights.counted()
                ? Math.floor(value + WHOLE)
                : Math.max(0, value - mean[dimension] / 2);
    }

    void moved(int bucket, int source, int target) {
        add(source, bucket, -1);
        add(target, bucket, 1);
        look(source);
        look(target);
    }

    /** Every step asks this of every node, so it is worked out once for each change. */
    private void look(int node) {
        over[node] = false;
        under[node] = placement.open(node);
        for (int d = 0; d < total.length; d++) {
            over[node] |= placement.open(node) && load[node][d] > high[node][d] + SLACK;
            under[node] &= load[node][d] < low[node][d] - SLACK;
        }
        outside[node] = outside(node, NONE, 0);
        relative[node] = relative(node, NONE, 0);
        double worst = 0;
        for (int d = 0; d < total.length; d++) {
            worst = Math.max(worst, ratio(load[node][d] + mean[d], share[node][d]));
        }
        withOneMore[node] = worst;
    }

    /** Above its goal in something. */
    boolean over(int node) {
        return over[node];
    }

    /** Below its goal in everything. */
    boolean under(int node) {
        return under[node];
    }

    /** How far a node is from its goal in all that is measured, each as a part of its total. */
    double outside(int node) {
        return outside[node];
    }

    /** By how much the two nodes together come nearer to their goals. */
    double gain(int bucket, int source, int target) {
        return outside[source]
                + outside[target]
                - outside(source, bucket, -1)
                - outside(target, bucket, 1);
    }

    /** Whether neither of the two is taken beyond its goal in anything. */
    boolean fits(int bucket, int source, int target) {
        for (int d = 0; d < total.length; d++) {
            double size = weights.of(d, bucket);
            if (load[source][d] - size < low[source][d] - SLACK
                    || load[target][d] + size > high[target][d] + SLACK) {
                return false;
            }
        }
        return true;
    }

    /** The worst of what is measured, of what the weight entitles to. */
    double relative(int node) {
        return relative[node];
    }

    /** As if a usual bucket more lay there. */
    double relativeWithOneMore(int node) {
        return withOneMore[node];
    }

    /** The worse of the two afterwards. */
    double worseAfter(int bucket, int source, int target) {
        return Math.max(relative(source, bucket, -1), relative(target, bucket, 1));
    }

    private double relative(int node, int bucket, int sign) {
        if (!placement.open(node)) {
            return 1;
        }
        double worst = 0;
        for (int d = 0; d < total.length; d++) {
            worst = Math.max(worst, ratio(with(node, d, bucket, sign), share[node][d]));
        }
        return worst;
    }

    private static double ratio(double value, double entitled) {
        if (entitled > 0) {
            return value / entitled;
        }
        return value > 0 ? Double.MAX_VALUE : 1;
    }

    private double outside(int node, int bucket, int sign) {
        double sum = 0;
        for (int d = 0; d < total.length && placement.open(node); d++) {
            double value = with(node, d, bucket, sign);
            double excess = Math.max(0, value - high[node][d]);
            double shortage = Math.max(0, low[node][d] - value);
            sum += (excess + shortage) / total[d];
        }
        return sum;
    }

    private double with(int node, int dimension, int bucket, int sign) {
        return load[node][dimension] + (bucket == NONE ? 0 : sign * weights.of(dimension, bucket));
    }
}
