package dev.plat.domains.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * When to renew where the CA does not say: after two thirds of the life, or half of one under ten
 * days, five hundredths earlier or later by the name, so that what was ordered together drifts
 * apart and a name keeps its place.
 */
final class RenewalRule {

    private static final Duration SHORT = Duration.ofDays(10);
    private static final double SPREAD = 0.05;

    /** FNV-1a, 64 bits: its offset and prime. */
    private static final long OFFSET = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    private RenewalRule() {}

    static Instant moment(String name, Life life) {
        return life.at(share(life) + SPREAD * (2 * lot(name) - 1));
    }

    /** Of many names. */
    static Instant middle(Life life) {
        return life.at(share(life));
    }

    private static double share(Life life) {
        return life.length().compareTo(SHORT) < 0 ? 0.5 : 2 / 3.0;
    }

    /** From 0 to below 1, always the same for a name. */
    static double lot(String name) {
        long hash = OFFSET;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * PRIME;
        }
        hash ^= hash >>> 32; // FNV's upper bits alone differ little between short names
        hash *= 0x9e3779b97f4a7c15L;
        return (hash >>> 11) * 0x1p-53;
    }
}
