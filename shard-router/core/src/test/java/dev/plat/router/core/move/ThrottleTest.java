package dev.plat.router.core.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    /** A clock that only its user moves. */
    private static final class HandClock implements Pace {

        private final List<Duration> rests = new ArrayList<>();
        private long nanos;

        @Override
        public void pause(Duration length) {
            rests.add(length);
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }
    }

    private final HandClock clock = new HandClock();

    @Test
    void besideCustomersItRestsSoThatItsShareOfTheTimeHolds() {
        Throttle throttle = new Throttle(() -> true, clock, 0.25);

        work(throttle, Duration.ofMillis(40));
        work(throttle, Duration.ofMillis(800));

        assertThat(clock.rests)
                .containsExactly(
                        Duration.ofMillis(120),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(400));
    }

    @Test
    void onAnIdleServerItDoesNotRest() {
        work(new Throttle(() -> false, clock, 0.25), Duration.ofMillis(40));
        work(new Throttle(() -> true, clock, 1), Duration.ofMillis(40));

        assertThat(clock.rests).isEmpty();
    }

    private void work(Throttle throttle, Duration length) {
        long began = clock.nanos;
        clock.nanos += length.toNanos();
        throttle.rest(began);
    }
}
