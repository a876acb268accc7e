package dev.plat.ops.cli.orders;

import java.time.Duration;
import java.util.Optional;

/**
 * When an order will be over, from how far it has come since it was first seen. The first seconds
 * say little, so nothing is said until a twentieth is done.
 *
 * <p>Threads: for one.
 */
final class Estimate {

    private static final double ENOUGH = 0.05;

    private double first = -1;
    private long firstNanos;

    /** What is left, by the pace since the first call; empty while nobody can say. */
    Optional<Duration> left(double done, long nowNanos) {
        if (first < 0 || done < first) {
            first = done;
            firstNanos = nowNanos;
            return Optional.empty();
        }
        double progress = done - first;
        if (progress < ENOUGH || done >= 1) {
            return Optional.empty();
        }
        return Optional.of(
                Duration.ofNanos((long) ((nowNanos - firstNanos) / progress * (1 - done))));
    }
}
