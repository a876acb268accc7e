package dev.plat.router.core.move;

import java.time.Duration;
import java.time.Instant;

/** The time a driver lives in; the model's is simulated. */
public interface Pace {

    Pace REAL =
            new Pace() {
                @Override
                public void pause(Duration length) {
                    try {
                        Thread.sleep(length);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new WorldAway("the controller is being stopped", e);
                    }
                }

                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public Instant now() {
                    return Instant.now();
                }
            };

    /**
     * Waits.
     *
     * @throws WorldAway when the thread is interrupted
     */
    void pause(Duration length);

    /** For measuring; counts from anywhere. */
    long nanos();

    /** For people to read. */
    Instant now();
}
