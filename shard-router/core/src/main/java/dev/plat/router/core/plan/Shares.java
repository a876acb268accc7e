package dev.plat.router.core.plan;

/**
 * What each node is entitled to: a total dealt out by weight, where no node gets less than what is
 * fixed there or more than it can hold, and no zone more than its copies may be.
 *
 * <p>The idea is water that rises in vessels of different width: at level λ a node holds λ times
 * its weight between its bottom and its brim, a zone at most its own brim. One level fits the
 * total; a zone that is full has a lower level of its own. Bisection finds it; the number of steps
 * is fixed, so that equal inputs give equal bits.
 */
final class Shares {

    private static final int STEPS = 100;
    private static final int ALL = -1;
    private static final double HIGHEST = 1e18;
    private static final double WHOLE = 1e-6;

    private final double[] weight;
    private final double[] least;
    private final double[] most;
    private final int[] zone;
    private final double[] zoneMost;

    /**
     * @param zone of each node, an index into {@code zoneMost}
     */
    Shares(double[] weight, double[] least, double[] most, int[] zone, double[] zoneMost) {
        this.weight = weight;
        this.least = least;
        this.most = most;
        this.zone = zone;
        this.zoneMost = zoneMost;
    }

    /** As much as can be held at all. */
    double capacity() {
        return total(HIGHEST, ALL);
    }

    double[] deal(double total) {
        double level = levelOf(total, ALL);
        double[] full = perZone(level);
        double[] levels = new double[zoneMost.length];
        for (int z = 0; z < levels.length; z++) {
            levels[z] = full[z] > zoneMost[z] ? levelOf(zoneMost[z], z) : level;
        }
        double[] shares = new double[weight.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = snapped(at(levels[zone[i]], i));
        }
        return shares;
    }

    /** The level at which all nodes, or those of one zone, hold that much. */
    private double levelOf(double total, int only) {
        double low = 0;
        double high = 1;
        while (total(high, only) < total && high < HIGHEST) {
            high *= 2;
        }
        for (int i = 0; i < STEPS; i++) {
            double middle = (low + high) / 2;
            if (total(middle, only) < total) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private double total(double level, int only) {
        double[] sums = perZone(level);
        if (only != ALL) {
            return sums[only];
        }
        double total = 0;
        for (int z = 0; z < sums.length; z++) {
            total += Math.min(zoneMost[z], sums[z]);
        }
        return total;
    }

    private double[] perZone(double level) {
        double[] sums = new double[zoneMost.length];
        for (int i = 0; i < weight.length; i++) {
            sums[zone[i]] += at(level, i);
        }
        return sums;
    }

    private double at(double level, int node) {
        return Math.max(least[node], Math.min(most[node], level * weight[node]));
    }

    /** Bisection ends a hair beside a whole number, and a hair would count as a bucket. */
    private static double snapped(double value) {
        double whole = Math.rint(value);
        return Math.abs(value - whole) < WHOLE ? whole : value;
    }
}
