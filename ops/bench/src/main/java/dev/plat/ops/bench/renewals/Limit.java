package dev.plat.ops.bench.renewals;

/**
 * One limit as a CA keeps it: a level that drops with each event and rises with time. Written anew
 * and not with the scheduler's arithmetic, so that both would have to be wrong in the same way.
 */
final class Limit {

    private final double most;
    private final double perSecond;
    private double level;
    private int at;

    Limit(double most, double everySeconds) {
        this.most = most;
        this.perSecond = 1 / everySeconds;
        this.level = most;
    }

    boolean has(int second) {
        rise(second);
        return level >= 1 - 1e-9;
    }

    void spend(int second) {
        rise(second);
        level = Math.max(0, level - 1);
    }

    /** Until there is one, in whole seconds. */
    int secondsToNext(int second) {
        rise(second);
        return (int) Math.ceil(Math.max(0, 1 - level) / perSecond);
    }

    private void rise(int second) {
        level = Math.min(most, level + (second - at) * perSecond);
        at = second;
    }
}
