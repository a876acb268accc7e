package dev.plat.hosting.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The conditions of a request in the order of RFC 9110 §13.2.2. We send no Last-Modified, because
 * it would differ between nodes; so conditions by date never hold anything back and are passed
 * over.
 */
final class Conditions {

    private Conditions() {}

    /** What the conditions say about a GET or HEAD that would succeed without them. */
    enum Verdict {
        PROCEED,
        NOT_MODIFIED,
        FAILED
    }

    /**
     * @param etag of the current representation, strong, with its quotes
     */
    static Verdict evaluate(Fields fields, String etag) {
        Optional<String> match = fields.get("if-match");
        if (match.isPresent() && !strongMatch(match.get(), etag)) {
            return Verdict.FAILED;
        }
        Optional<String> noneMatch = fields.get("if-none-match");
        if (noneMatch.isPresent() && weakMatch(noneMatch.get(), etag)) {
            return Verdict.NOT_MODIFIED;
        }
        return Verdict.PROCEED;
    }

    /** Whether a Range may be answered; a date or a weak tag never proves the same bytes. */
    static boolean rangeApplies(Fields fields, String etag) {
        return fields.get("if-range").map(value -> value.equals(etag)).orElse(true);
    }

    private static boolean strongMatch(String list, String etag) {
        return list.equals("*") || tags(list).contains(etag);
    }

    private static boolean weakMatch(String list, String etag) {
        return list.equals("*")
                || tags(list).stream()
                        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                        .anyMatch(etag::equals);
    }

    /** Entity tags may hold commas, so they are read by their quotes; reading stops at nonsense. */
    private static List<String> tags(String list) {
        List<String> tags = new ArrayList<>();
        int at = 0;
        while (at < list.length()) {
            char c = list.charAt(at);
            if (c == ' ' || c == '\t' || c == ',') {
                at++;
                continue;
            }
            int open = list.startsWith("W/", at) ? at + 2 : at;
            int close = list.startsWith("\"", open) ? list.indexOf('"', open + 1) : -1;
            if (close < 0) {
                return tags;
            }
            tags.add(list.substring(at, close + 1));
            at = close + 1;
        }
        return tags;
    }
}
