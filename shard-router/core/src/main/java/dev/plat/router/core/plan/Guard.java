package dev.plat.router.core.plan;

import java.util.EnumSet;
import java.util.Set;

/**
 * The rules of a plan, each of which a test takes away to see that its absence is noticed. Nothing
 * but a test runs without all of them.
 */
enum Guard {
    /** Nodes that are not active are given nothing. */
    ACTIVE_ONLY,
    /** No disk is filled beyond its limit. */
    DISK,
    /** Copies of a bucket lie in different zones, as far as there are zones. */
    ZONES,
    /** Copies of a bucket lie on different nodes. */
    APART,
    /** What is soaking or isolated stays. */
    PINS,
    /** Nothing is put beside an isolated bucket. */
    ALONE,
    /** Who has too little is given before who has room: else the same bucket is needed twice. */
    NEEDY_FIRST,
    /** A node inside the tolerance is left alone. */
    TOLERANCE;

    static Set<Guard> all() {
        return EnumSet.allOf(Guard.class);
    }
}
