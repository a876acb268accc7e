package dev.plat.ops.chaos.kill;

import java.util.Locale;
import java.util.SplittableRandom;

/** Who is killed where; the seed draws the rest. */
record KillCase(String point, Victim victim, long seed) {

    /** The same case draws the same. */
    SplittableRandom random() {
        return new SplittableRandom(31 * (31 * seed + point.hashCode()) + victim.name().hashCode());
    }

    String text() {
        return point + " " + victim.name().toLowerCase(Locale.ROOT) + " " + seed;
    }
}
