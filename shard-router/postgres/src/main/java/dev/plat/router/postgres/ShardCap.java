package dev.plat.router.postgres;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How many calls of this process one shard can take at a time, found out by trying: a quarter fewer
 * after a time-out or after "too many backends", one more after a full round of calls whose service
 * time stayed near its base. The same shape as TCP's congestion control (additive increase,
 * multiplicative decrease), and for its reason: many processes share one shard without talking to
 * each other, and this rule makes them share it evenly (D. Chiu, R. Jain, "Analysis of the increase
 * and decrease algorithms for congestion avoidance", 1989).
 *
 * <p>The base is the lowest smoothed service time, and forgets slowly, as the mix of work changes.
 *
 * <p>Threads: guarded by its owner.
 */
final class ShardCap {

    private static final int LEAST = 2;
    private static final int SMOOTHING = 16;
    private static final int FORGETTING = 1024;
    private static final int NEAR = 2;
    private static final double NEAR_ENOUGH_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    // What fails together was let in together: it is one piece of news.
    private static final long SAME_NEWS_NANOS = Duration.ofMillis(100).toNanos();

    private final int max;
    private int now;
    private int served;
    private double smoothNanos;
    private double baseNanos = Double.MAX_VALUE;
    private long fellNanos;
    private boolean fell;

    ShardCap(int max) {
        this.max = max;
        this.now = max;
    }

    int now() {
        return now;
    }

    void served(long nanos) {
        smoothNanos = smoothNanos == 0 ? nanos : smoothNanos + (nanos - smoothNanos) / SMOOTHING;
        baseNanos =
                smoothNanos < baseNanos
                        ? smoothNanos
                        : baseNanos + (smoothNanos - baseNanos) / FORGETTING;
        boolean near = smoothNanos <= Math.max(NEAR * baseNanos, baseNanos + NEAR_ENOUGH_NANOS);
        if (near && now < max && ++served >= now) {
            served = 0;
            now++;
        }
    }

    void tooMuch(long atNanos) {
        if (fell && atNanos - fellNanos < SAME_NEWS_NANOS) {
            return;
        }
        fell = true;
        fellNanos = atNanos;
        served = 0;
        now = Math.max(Math.min(LEAST, max), now - Math.max(1, now / 4));
    }
}
