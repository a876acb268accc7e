package dev.plat.ops.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Things done side by side. */
final class Lanes {

    private Lanes() {}

    /** For all of them at the same time; returns, or throws one's failure, when all have ended. */
    static <T> void atOnce(List<T> some, Consumer<T> what) {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            some.forEach(each -> running.add(lanes.submit(() -> what.accept(each))));
        }
        running.forEach(Lanes::await);
    }

    /** Throws its failure as it was. */
    static void await(Future<?> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }
}
