package dev.plat.domains.schedule;

import java.time.Instant;

/**
 * What the last check of the name's DNS and reachability found.
 *
 * @param green whether a CA that looks now should be content
 * @param finding the code of what is missing; empty when nothing is
 * @param nextCheck when it is looked at again
 */
public record Setup(boolean green, String finding, Instant nextCheck) {

    public static final Setup GREEN = new Setup(true, "", Instant.EPOCH);
}
