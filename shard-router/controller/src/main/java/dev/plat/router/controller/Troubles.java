package dev.plat.router.controller;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What does not go on just now: each rests for a while that grows with every failure in a row, and
 * is tried again, without holding up the others.
 *
 * <p>Threads: safe.
 *
 * @param <K> what a move, an order or a tier is named by
 */
final class Troubles<K> {

    /** A line that is lost after such a run is the first one again. */
    private static final Duration GOOD_RUN = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private final Map<K, Trouble> troubles = new ConcurrentHashMap<>();

    Troubles(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Trouble(String text, int times, long untilNanos) {}

    boolean has(K key) {
        return troubles.containsKey(key);
    }

    boolean rests(K key) {
        Trouble trouble = troubles.get(key);
        return trouble != null && trouble.untilNanos - nanos.getAsLong() > 0;
    }

    /** Why, for each. */
    Map<K, String> texts() {
        return troubles.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().text));
    }

    void forget(K key) {
        troubles.remove(key);
    }

    /**
     * Forgets what was before a good run.
     *
     * @param began when the run did, in nanoseconds
     */
    void ranSince(K key, long began) {
        if (nanos.getAsLong() - began > GOOD_RUN.toNanos()) {
            forget(key);
        }
    }

    /** One more failure. Returns for how long it rests. */
    Duration add(K key, String text) {
        Trouble before = troubles.get(key);
        int times = before == null ? 1 : before.times + 1;
        Duration pause = Backoff.after(times);
        troubles.put(key, new Trouble(text, times, nanos.getAsLong() + pause.toNanos()));
        return pause;
    }
}
