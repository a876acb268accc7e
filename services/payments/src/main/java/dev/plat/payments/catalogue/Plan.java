package dev.plat.payments.catalogue;

import java.util.Map;

/**
 * Something a site or an account can be on.
 *
 * @param id stable for ever, {@code pro}
 * @param name for people
 * @param limits how many of what: {@code sites → 10}; what is not named is not limited
 */
public record Plan(String id, String name, Map<String, Long> limits) {

    /** What an account is on that never paid. */
    public static final String FREE = "free";

    public Plan {
        limits = Map.copyOf(limits);
    }
}
