package dev.plat.ops.chaos.purchase;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often what was played.
 *
 * <p>Threads: safe.
 */
final class Tally {

    private final Map<Kind, AtomicInteger> kinds = new ConcurrentHashMap<>();

    void played(Kind kind) {
        kinds.computeIfAbsent(kind, _ -> new AtomicInteger()).incrementAndGet();
    }

    Map<Kind, Integer> kinds() {
        Map<Kind, Integer> all = new TreeMap<>();
        kinds.forEach((kind, count) -> all.put(kind, count.get()));
        return all;
    }
}
