package dev.plat.domains.schedule;

import org.jspecify.annotations.Nullable;

/**
 * All that is stored of one name and that a decision needs.
 *
 * @param name the A-label
 * @param life of the certificate that is deployed; null when there is none yet
 * @param fromSecond the second CA has issued it: the first knows nothing of it
 * @param renewalInfo what the CA said of that certificate; null when it was not asked yet
 */
public record Situation(
        String name,
        @Nullable Life life,
        boolean fromSecond,
        @Nullable RenewalInfo renewalInfo,
        Setup setup,
        Tries tries) {

    public static Situation newName(String name) {
        return new Situation(name, null, false, null, Setup.GREEN, Tries.NONE);
    }

    public Situation with(@Nullable RenewalInfo info) {
        return new Situation(name, life, fromSecond, info, setup, tries);
    }

    public Situation with(Setup other) {
        return new Situation(name, life, fromSecond, renewalInfo, other, tries);
    }

    public Situation with(Tries other) {
        return new Situation(name, life, fromSecond, renewalInfo, setup, other);
    }

    /** After an order that went well. */
    public Situation issued(Life next, boolean second) {
        return new Situation(name, next, second, null, setup, Tries.NONE);
    }
}
