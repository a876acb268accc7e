package dev.plat.checkout.pages;

import dev.plat.schemas.PlatException;

/**
 * What went wrong, for the one who did it.
 *
 * @param facts what was found and what would be right, a line each
 */
public record Problem(String sentence, String code, java.util.List<String> facts) {

    static Problem of(PlatException failure) {
        return new Problem(
                failure.text(),
                failure.code().text(),
                failure.facts().entrySet().stream()
                        .map(fact -> fact.getKey() + ": " + fact.getValue())
                        .toList());
    }
}
