package dev.plat.ops.chaos.grow;

import org.HdrHistogram.Histogram;

/** A time of the run, and what the operations in it took. */
public record Window(String name, double seconds, long operations, Histogram micros) {

    private static final double P99 = 99;
    private static final double KEPT_UP = 0.98;
    private static final double P99_MAX_MILLIS = 100;

    /** Over the whole seconds that were counted: those at the window's edges are left out. */
    double perSecond() {
        return operations * 1e3 / (micros.getEndTimeStamp() - micros.getStartTimeStamp());
    }

    /** Whether what came at this rate was answered without a queue that grows. */
    boolean keepsUpWith(int rate) {
        return perSecond() >= rate * KEPT_UP && millis(P99) <= P99_MAX_MILLIS;
    }

    /** How many times as long as in another window the slowest hundredth took, at least. */
    public double p99Against(Window base) {
        return micros.getValueAtPercentile(P99) / (double) base.micros.getValueAtPercentile(P99);
    }

    String line(Window base) {
        return "%-26s %7.1f s %9d ops %7.0f/s  p50 %6.1f  p99 %7.1f (×%.2f)  p99.9 %7.1f  max %7.1f ms"
                .formatted(
                        name,
                        seconds,
                        operations,
                        perSecond(),
                        millis(50),
                        millis(P99),
                        p99Against(base),
                        millis(99.9),
                        micros.getMaxValue() / 1e3);
    }

    private double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }
}
