package dev.plat.resources.client;

import dev.plat.resources.blob.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Copies what is missing from another tier, a few at a time. */
final class Copying {

    private static final int AT_ONCE = 8;

    private final FanOutStore to;
    private final ResourceStore from;

    Copying(FanOutStore to, ResourceStore from) {
        this.to = to;
        this.from = from;
    }

    CopyReport run(Collection<ResourceKey> wanted) {
        Set<ResourceKey> missing = to.missing(wanted);
        Set<ResourceKey> copied = new HashSet<>(copy(missing));
        Set<ResourceKey> present = new HashSet<>(wanted);
        present.removeAll(missing);
        missing.removeAll(copied);
        return new CopyReport(present, copied, missing);
    }

    /** Those that were found and copied; the first failure ends it, since a repeat is cheap. */
    private List<ResourceKey> copy(Set<ResourceKey> missing) {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        List<ResourceKey> keys = List.copyOf(missing);
        keys.forEach(key -> tasks.add(() -> copy(key)));
        List<ResourceKey> copied = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<Boolean>> results = threads.invokeAll(tasks);
            for (int i = 0; i < keys.size(); i++) {
                if (results.get(i).get()) {
                    copied.add(keys.get(i));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while copying", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        }
        return copied;
    }

    private boolean copy(ResourceKey key) {
        var read = from.get(key);
        if (read.isEmpty()) {
            return false;
        }
        try (Read source = read.get()) {
            to.copy(key, source);
            return true;
        }
    }
}
