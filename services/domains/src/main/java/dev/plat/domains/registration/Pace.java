package dev.plat.domains.registration;

import java.time.Duration;

/**
 * How long things take at the registry.
 *
 * @param answer one answer at most; the purchase around it is taken up by another after as long,
 *     which does no harm while the first is still at it
 */
public record Pace(Duration answer) {

    /** Two connections and two answers fit in, so that two are never at one order at a time. */
    private static final int ORDER = 4;

    public static final Pace USUAL = new Pace(Duration.ofSeconds(30));

    Duration order() {
        return answer.multipliedBy(ORDER);
    }
}
