package dev.plat.router.postgres;

import dev.plat.router.core.Node;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * In which order a change goes over the shards of a tier: one, a tenth of them, the others. What
 * goes wrong goes wrong where least is at stake.
 */
final class Rings {

    private static final int TENTH = 10;

    /** Each begins when the one before has ended well. The text is the name in lower case. */
    enum Ring {
        CANARY,
        TENTH,
        ALL;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Rings() {}

    /** In the order given; every shard is in one ring. */
    static Map<Ring, List<Node>> of(List<Node> shards) {
        int canary = Math.min(1, shards.size());
        int tenth = Math.min(shards.size(), canary + (shards.size() + TENTH - 1) / TENTH);
        Map<Ring, List<Node>> rings = new EnumMap<>(Ring.class);
        rings.put(Ring.CANARY, shards.subList(0, canary));
        rings.put(Ring.TENTH, shards.subList(canary, tenth));
        rings.put(Ring.ALL, shards.subList(tenth, shards.size()));
        return rings;
    }
}
