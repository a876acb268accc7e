package dev.plat.ops.sandbox.card.line;

import java.util.Locale;
import java.util.Map;

/**
 * What is asked.
 *
 * @param path decoded
 * @param query as it came, or empty
 * @param headers by their names in small letters
 */
public record Question(
        String method, String path, String query, Map<String, String> headers, String body) {

    public Question {
        headers = Map.copyOf(headers);
    }

    /** Or empty. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** It may hold a card number. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
