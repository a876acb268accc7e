package dev.plat.chassis.figures;

import java.util.OptionalLong;

/**
 * One figure of a tier.
 *
 * @param name lower case with underscores, ending in {@code _seconds} where it is a time
 * @param label which of several of this name; empty where there is one
 * @param most above it somebody has to look; empty: only to be watched
 */
public record Figure(String name, String label, long value, OptionalLong most) {

    public boolean alarming() {
        return most.isPresent() && value > most.getAsLong();
    }
}
