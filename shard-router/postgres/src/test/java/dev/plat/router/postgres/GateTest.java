package dev.plat.router.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final long LONG = Duration.ofMinutes(1).toNanos();

    @Test
    void theyAreLetInInTheOrderOfTheirComing() throws Exception {
        Gate gate = new Gate(0);
        List<Future<Integer>> going = new ArrayList<>();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 5; i++) {
                int number = i;
                going.add(
                        executor.submit(() -> {
                            gate.enter(LONG);
                            order.add(number);
                            gate.leave();
                            return number;
                        }));
                Waits.until("one more waits", () -> gate.waiting() == number + 1);
            }
            gate.most(1);
            for (Future<Integer> one : going) {
                one.get();
            }
        }

        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void neverMoreAreInsideThanTheGateIsWide() throws Exception {
        Gate gate = new Gate(7);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<Boolean>> calls = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3000; i++) {
                // Every third gives up at about the moment at which it is let in.
                long patience = i % 3 == 0 ? Duration.ofMillis(2).toNanos() : LONG;
                calls.add(
                        executor.submit(() -> {
                            if (!gate.enter(patience)) {
                                return false;
                            }
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            LockSupport.parkNanos(1000);
                            inside.decrementAndGet();
                            gate.leave();
                            return true;
                        }));
            }
        }

        int admitted = 0;
        for (Future<Boolean> call : calls) {
            admitted += call.get() ? 1 : 0;
        }
        assertThat(admitted).isBetween(2000, 3000);
        assertThat(most.get()).isBetween(1, 7);
        assertThat(gate.waiting()).isZero();
        for (int i = 0; i < 7; i++) {
            assertThat(gate.enter(0)).as("no place was lost").isTrue();
        }
        assertThat(gate.enter(0)).isFalse();
    }

    @Test
    void twentyThousandGiveUpAtOnceWithoutHoldingUpAnybody() throws Exception {
        Gate gate = new Gate(0);
        AtomicInteger gaveUp = new AtomicInteger();
        long start = System.nanoTime();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20_000; i++) {
                executor.execute(() -> {
                    try {
                        if (!gate.enter(Duration.ofMillis(500).toNanos())) {
                            gaveUp.incrementAndGet();
                        }
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
            Waits.until("nearly all wait at once", () -> gate.waiting() > 15_000);
        }

        assertThat(gaveUp).hasValue(20_000);
        assertThat(gate.waiting()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(Waits.scaled(Duration.ofSeconds(5)));
    }

    @Test
    void anInterruptedCallerIsNotIn() throws Exception {
        Gate gate = new Gate(0);
        AtomicInteger interrupted = new AtomicInteger();
        Thread thread =
                Thread.startVirtualThread(() -> {
                    try {
                        gate.enter(LONG);
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                    }
                });
        Waits.until("it waits", () -> gate.waiting() == 1);

        thread.interrupt();
        thread.join();
        gate.most(1);

        assertThat(interrupted).hasValue(1);
        assertThat(gate.enter(0)).isTrue();
    }
}
