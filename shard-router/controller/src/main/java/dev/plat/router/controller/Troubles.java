package dev.plat.router.controller;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What keeps moves from going on: each rests for a while that grows with every failure in a row.
 *
 * <p>Threads: safe.
 */
final class Troubles {

    /** A line that is lost after such a run is the first one again. */
    private static final Duration GOOD_RUN = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private final Map<UUID, Trouble> troubles = new ConcurrentHashMap<>();

    Troubles(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Trouble(String text, int times, long untilNanos) {}

    boolean has(UUID move) {
        return troubles.containsKey(move);
    }

    boolean rests(UUID move) {
        Trouble trouble = troubles.get(move);
        return trouble != null && trouble.untilNanos - nanos.getAsLong() > 0;
    }

    /** By move. */
    Map<UUID, String> texts() {
        return troubles.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().text));
    }

    void forget(UUID move) {
        troubles.remove(move);
    }

    /**
     * Forgets what was before a good run.
     *
     * @param began when the run did, in nanoseconds
     */
    void ranSince(UUID move, long began) {
        if (nanos.getAsLong() - began > GOOD_RUN.toNanos()) {
            forget(move);
        }
    }

    /** One more failure. Returns for how long the move rests. */
    Duration add(UUID move, String text) {
        Trouble before = troubles.get(move);
        int times = before == null ? 1 : before.times + 1;
        Duration pause = Backoff.after(times);
        troubles.put(move, new Trouble(text, times, nanos.getAsLong() + pause.toNanos()));
        return pause;
    }
}
