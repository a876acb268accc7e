package dev.plat.checkout.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whoever comes back is kept waiting, but only so many at once. */
class WaitingTest {

    @Test
    void whoComesBeyondThatLooksOnce() throws Exception {
        Waiting waiting = new Waiting(1);
        AtomicBoolean paid = new AtomicBoolean();
        CountDownLatch waits = new CountDownLatch(2);
        AtomicInteger looks = new AtomicInteger();
        try (ExecutorService tabs = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> first =
                    tabs.submit(() ->
                            waiting.until(
                                    () -> {
                                        waits.countDown();
                                        return paid.get();
                                    },
                                    it -> it));
            // It has looked twice: it has the only place.
            waits.await();

            boolean second =
                    waiting.until(
                            () -> {
                                looks.incrementAndGet();
                                return paid.get();
                            },
                            it -> it);

            assertThat(second).isFalse();
            assertThat(looks).hasValue(1);
            paid.set(true);
            assertThat(first.get()).isTrue();
        }
        assertThat(waiting.until(paid::get, it -> it)).as("its place is free again").isTrue();
    }

    @Test
    void whatIsOverIsNotWaitedFor() {
        AtomicInteger looks = new AtomicInteger();

        new Waiting(0).until(looks::incrementAndGet, it -> it == 1);

        assertThat(looks).hasValue(1);
    }
}
