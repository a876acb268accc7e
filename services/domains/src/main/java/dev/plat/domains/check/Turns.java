package dev.plat.domains.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Spaces out what is done to each of many: at most a second's worth at once, then evenly. Kept is
 * the moment up to which turns are given away (the generic cell rate algorithm).
 *
 * <p>Threads: safe.
 */
final class Turns<K> {

    /** Beyond this many the longest unused is forgotten, which only lets it go a second earlier. */
    private static final int KEYS_MAX = 50_000;

    private static final long SECOND = 1_000_000_000;

    private final long nanosEach;

    private final Map<K, Long> givenUntil = new LinkedHashMap<>(16, 0.75f, true);

    Turns(int perSecond) {
        this.nanosEach = SECOND / perSecond;
    }

    /**
     * Takes the next turn.
     *
     * @param patienceNanos no turn is taken that comes later
     * @return how long to wait for it, in nanoseconds
     */
    synchronized OptionalLong take(K key, long nowNanos, long patienceNanos) {
        Long until = givenUntil.get(key);
        long from = until == null || until - nowNanos < 0 ? nowNanos : until;
        long wait = Math.max(0, from + nanosEach - SECOND - nowNanos);
        if (wait > patienceNanos) {
            return OptionalLong.empty();
        }
        givenUntil.put(key, from + nanosEach);
        if (givenUntil.size() > KEYS_MAX) {
            givenUntil.remove(givenUntil.keySet().iterator().next());
        }
        return OptionalLong.of(wait);
    }
}
