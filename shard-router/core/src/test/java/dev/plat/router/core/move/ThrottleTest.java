package dev.plat.router.core.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
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

    @Test
    void itRestsByWhatTheWorkTookSoThatTheShareHolds() {
        HandClock clock = new HandClock();
        Throttle throttle = Throttle.alone();

        work(throttle, clock, Duration.ofMillis(40));
        work(throttle, clock, Duration.ofMillis(400));
        work(throttle, clock, Duration.ofSeconds(30));

        assertThat(clock.rests)
                .containsExactly(
                        Duration.ofMillis(120), Duration.ofMillis(1200), Duration.ofSeconds(2));
    }

    private static void work(Throttle throttle, HandClock clock, Duration length) {
        try (Throttle.Turn _ = throttle.turn(clock, 0.25)) {
            clock.nanos += length.toNanos();
        }
    }

    @Test
    void driversThatShareAServerWorkInTurns() throws Exception {
        ReentrantLock shared = new ReentrantLock();
        AtomicInteger working = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> drivers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Throttle throttle = Throttle.among(List.of(shared, new ReentrantLock()));
                drivers.add(
                        executor.submit(() -> {
                            for (int n = 0; n < 50; n++) {
                                try (Throttle.Turn _ = throttle.turn(new HandClock(), 0.5)) {
                                    most.accumulateAndGet(working.incrementAndGet(), Math::max);
                                    working.decrementAndGet();
                                }
                            }
                        }));
            }
            for (Future<?> driver : drivers) {
                driver.get();
            }
        }

        assertThat(most).hasValue(1);
        assertThat(shared.isLocked()).isFalse();
    }
}
