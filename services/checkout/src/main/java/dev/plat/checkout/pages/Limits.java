package dev.plat.checkout.pages;

import java.util.List;
import java.util.Map;

/** What a plan has room for, as people read it. */
final class Limits {

    private Limits() {}

    /** {@code 25 sites}; what is not limited has no words. */
    static List<String> words(Map<String, Long> limits) {
        return limits.entrySet().stream()
                .map(limit -> limit.getValue() + " " + limit.getKey())
                .toList();
    }
}
