package dev.plat.ops.bench.renewals;

import java.util.SplittableRandom;

/**
 * Whether a name's DNS is right, over time: some names break and are mended again and again, some
 * break for good. One break in ten is one that our own check does not see and the CA does.
 */
final class DnsHealth {

    private static final double RIGHT_DAYS = 60;
    private static final double WRONG_DAYS = 20;
    private static final double HIDDEN = 0.1;

    private final SplittableRandom random;
    private final boolean forGood;
    private boolean right = true;
    private boolean hidden;
    private int since;
    private int until;

    private DnsHealth(SplittableRandom random, boolean forGood, int until) {
        this.random = random;
        this.forGood = forGood;
        this.until = until;
    }

    /** Breaks now and then; a quarter of the time it is wrong, also at first. */
    static DnsHealth shaky(SplittableRandom random, int now) {
        DnsHealth health = new DnsHealth(random, false, now);
        health.right = random.nextDouble() < WRONG_DAYS / (RIGHT_DAYS + WRONG_DAYS);
        return health;
    }

    /** Breaks at {@code until} and stays so. */
    static DnsHealth lost(SplittableRandom random, int until) {
        return new DnsHealth(random, true, until);
    }

    void advance(int now) {
        while (now >= until) {
            since = until;
            right = !right;
            hidden = !right && random.nextDouble() < HIDDEN;
            until =
                    forGood
                            ? Integer.MAX_VALUE
                            : since + days(random, right ? RIGHT_DAYS : WRONG_DAYS);
        }
    }

    boolean right() {
        return right;
    }

    /** Whether our own check finds nothing. */
    boolean looksRight() {
        return right || hidden;
    }

    /** Since when it is as it is. */
    int since() {
        return since;
    }

    private static int days(SplittableRandom random, double mean) {
        double drawn = -mean * Math.log(1 - random.nextDouble());
        return (int) (Plan.DAY * Math.clamp(drawn, 0.05, 1000));
    }
}
