package dev.plat.ops.sandbox.card;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several hands that begin at once. */
final class Together {

    /** What one hand does. */
    @FunctionalInterface
    interface Hand<T> {
        T does(int number) throws Exception;
    }

    private Together() {}

    static <T> List<T> run(int hands, Hand<T> hand) throws Exception {
        CountDownLatch ready = new CountDownLatch(hands);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < hands; i++) {
                int number = i;
                Callable<T> work =
                        () -> {
                            ready.countDown();
                            ready.await();
                            return hand.does(number);
                        };
                futures.add(threads.submit(work));
            }
            List<T> ends = new ArrayList<>();
            for (Future<T> future : futures) {
                ends.add(future.get());
            }
            return ends;
        }
    }
}
