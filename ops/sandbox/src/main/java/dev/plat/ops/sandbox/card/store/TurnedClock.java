package dev.plat.ops.sandbox.card.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The provider's time: the real one and as much more as somebody has turned it on. It never goes
 * back.
 *
 * <p>Threads: safe.
 */
public final class TurnedClock implements InstantSource {

    private final InstantSource real;
    private Duration ahead;
    private Instant latest = Instant.MIN;

    TurnedClock(InstantSource real, Duration ahead) {
        this.real = real;
        this.ahead = ahead;
    }

    @Override
    public synchronized Instant instant() {
        Instant now = real.instant().plus(ahead).truncatedTo(ChronoUnit.MILLIS);
        latest = now.isAfter(latest) ? now : latest;
        return latest;
    }

    public synchronized Duration ahead() {
        return ahead;
    }

    synchronized void turn(Duration by) {
        ahead = ahead.plus(by);
    }
}
