package dev.plat.router.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/**
 * Waiting for a condition, never for a time. Every limit is multiplied by {@code
 * -Dplat.test.timescale}, for machines that are slower than ours.
 */
public final class Waits {

    private static final Duration USUAL = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(10);

    private Waits() {}

    /** Until the condition holds, 20 seconds at most. */
    public static void until(String what, Callable<Boolean> condition) {
        until(USUAL, what, condition);
    }

    /** Until the condition holds, {@code limit} at most. */
    public static void until(Duration limit, String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(scaled(limit))
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(condition);
    }

    /** Until the assertion passes, 20 seconds at most; its last failure is reported. */
    public static void untilAsserted(ThrowingRunnable assertion) {
        untilAsserted(USUAL, assertion);
    }

    /** Until the assertion passes, {@code limit} at most; its last failure is reported. */
    public static void untilAsserted(Duration limit, ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(scaled(limit))
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .untilAsserted(assertion);
    }

    /** True when the condition held all through {@code time}. */
    public static void always(Duration time, String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .during(time)
                .atMost(scaled(time.plus(USUAL)))
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(condition);
    }

    /** A limit on this machine. */
    public static Duration scaled(Duration limit) {
        double scale = Double.parseDouble(System.getProperty("plat.test.timescale", "1"));
        return Duration.ofMillis((long) (limit.toMillis() * scale));
    }
}
