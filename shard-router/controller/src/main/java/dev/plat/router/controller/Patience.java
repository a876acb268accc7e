package dev.plat.router.controller;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What does not go on just now, by name: it rests for a growing while and is tried again, without
 * holding up the rest.
 *
 * <p>Threads: for one.
 */
final class Patience {

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private final LongSupplier nanos;
    private final Map<String, Rest> rests = new HashMap<>();

    Patience(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Rest(String reason, int times, long untilNanos) {}

    boolean rests(String name) {
        Rest rest = rests.get(name);
        return rest != null && rest.untilNanos - nanos.getAsLong() > 0;
    }

    void rest(String name, String reason) {
        Rest before = rests.get(name);
        int times = before == null ? 1 : before.times + 1;
        Duration pause = Backoff.after(times);
        rests.put(name, new Rest(reason, times, nanos.getAsLong() + pause.toNanos()));
        LOG.warn("{} rests for {}: {}", name, pause, reason);
    }

    void forget(String name) {
        rests.remove(name);
    }

    List<String> reasons() {
        return rests.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue().reason)
                .sorted()
                .toList();
    }
}
