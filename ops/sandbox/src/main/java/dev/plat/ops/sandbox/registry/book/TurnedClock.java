package dev.plat.ops.sandbox.registry.book;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The registry's time: the real one and as much more as somebody has turned it on. It never goes
 * back.
 *
 * <p>Threads: safe.
 */
final class TurnedClock {

    private final Clock real;
    private volatile Duration ahead = Duration.ZERO;
    private Instant latest = Instant.MIN;

    TurnedClock(Clock real) {
        this.real = real;
    }

    synchronized Instant now() {
        Instant now = real.instant().plus(ahead).truncatedTo(ChronoUnit.MILLIS);
        latest = now.isAfter(latest) ? now : latest;
        return latest;
    }

    Duration ahead() {
        return ahead;
    }

    synchronized void ahead(Duration by) {
        ahead = by;
    }

    /** What the journal tells of the past; time goes on from there. */
    synchronized void notBefore(Instant time) {
        latest = time.isAfter(latest) ? time : latest;
    }
}
