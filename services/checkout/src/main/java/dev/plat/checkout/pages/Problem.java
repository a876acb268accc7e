package dev.plat.checkout.pages;

import dev.plat.schemas.PlatException;
import java.util.List;
import java.util.Map;

/**
 * What went wrong, for the one who did it.
 *
 * @param facts what was found and what would be right, a line each
 */
public record Problem(String sentence, String code, List<String> facts) {

    private static final int SHOWN_MAX = 300;

    /** Facts that mean something to a person, and how they are told. */
    private static final Map<String, String> WORDS =
            Map.of(
                    "value", "What came:",
                    "field", "Where:",
                    "expected", "What would be right:",
                    "limit", "The most there may be:");

    static Problem of(PlatException failure) {
        return new Problem(
                failure.text(),
                failure.code().text(),
                failure.facts().entrySet().stream()
                        .filter(fact -> WORDS.containsKey(fact.getKey()))
                        .map(fact -> WORDS.get(fact.getKey()) + " " + cut(fact.getValue()))
                        .toList());
    }

    private static String cut(Object value) {
        String text = String.valueOf(value);
        return text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
    }
}
