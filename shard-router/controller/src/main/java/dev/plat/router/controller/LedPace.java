package dev.plat.router.controller;

import dev.plat.router.core.move.Pace;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.core.orders.Leadership;
import java.time.Duration;
import java.time.Instant;

/**
 * The real clock, on which a move waits for no longer than this process leads.
 *
 * <p>Threads: safe.
 */
final class LedPace implements Pace {

    private final Leadership leadership;

    LedPace(Leadership leadership) {
        this.leadership = leadership;
    }

    @Override
    public void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorldAway("this controller is ending", e);
        }
        LedPoints.check(leadership);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}
