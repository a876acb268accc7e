package dev.plat.router.core.move.model;

import java.util.random.RandomGenerator;

/** Draws of one history. */
final class Chance {

    private final RandomGenerator random;

    Chance(RandomGenerator random) {
        this.random = random;
    }

    boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    /** Both ends included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }
}
