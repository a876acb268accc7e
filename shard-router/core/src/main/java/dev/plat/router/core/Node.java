package dev.plat.router.core;

import dev.plat.schemas.Tier;

/**
 * One member of a tier as the registry holds it; persistent, unlike an {@link Instance}.
 *
 * @param name unique in its tier: a shard's or a file server's name, lower-case letters, digits and
 *     hyphens
 * @param zone where it stands; copies of a file bucket lie in different zones
 * @param weight its share, 1 or more; 100 is usual
 * @param state what the planner may do with it
 * @param address {@code host:port/database} of a shard, {@code host:port} of a file server's data
 *     port
 */
public record Node(Tier tier, String name, String zone, int weight, State state, String address) {

    /** The text is the name in lower case. */
    public enum State {
        /** Serves and may be given more. */
        ACTIVE,
        /** Serves and is given nothing new. */
        DRAINING,
        /** Serves nothing. */
        RETIRED
    }
}
