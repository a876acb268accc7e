package dev.plat.router.core.move.model;

import dev.plat.router.core.move.Side;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Faults at chosen places, counted over the effects of all controllers. */
final class Planned implements Faults {

    private final Map<Integer, Fault> faults = new HashMap<>();
    private final Map<Integer, Side> crashes = new HashMap<>();
    private @Nullable History history;
    private int effects;

    Planned with(int place, Fault fault) {
        faults.put(place, fault);
        return this;
    }

    Planned with(int place, Side crashing) {
        crashes.put(place, crashing);
        return this;
    }

    void in(History where) {
        history = where;
    }

    int effects() {
        return effects;
    }

    @Override
    public Fault next(boolean sharp) {
        int place = effects++;
        Side crashing = crashes.get(place);
        if (crashing != null && history != null) {
            history.crash(crashing);
        }
        return faults.getOrDefault(place, Fault.NONE);
    }

    @Override
    public long stallMicros(boolean sharp) {
        return 0;
    }

    @Override
    public String toString() {
        return faults + " " + crashes;
    }
}
