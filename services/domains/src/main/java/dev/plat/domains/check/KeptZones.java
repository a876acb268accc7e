package dev.plat.domains.check;

import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Zones that hardly ever change hands, for an hour; those asked for least are dropped first.
 *
 * <p>Threads: safe.
 */
final class KeptZones {

    private static final int KEPT_MAX = 5_000;
    private static final Duration KEPT_FOR = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<String, Kept> zones =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(16, 0.75f, true) {
                        @Serial private static final long serialVersionUID = 1;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                            return size() > KEPT_MAX;
                        }
                    });

    private record Kept(Walk.Zone zone, Instant until) {}

    KeptZones(InstantSource clock) {
        this.clock = clock;
    }

    void put(Walk.Zone zone) {
        zones.put(zone.name(), new Kept(zone, clock.instant().plus(KEPT_FOR)));
    }

    Optional<Walk.Zone> find(String name) {
        return Optional.ofNullable(zones.get(name))
                .filter(kept -> kept.until().isAfter(clock.instant()))
                .map(Kept::zone);
    }
}
