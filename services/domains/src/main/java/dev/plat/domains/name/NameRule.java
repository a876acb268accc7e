package dev.plat.domains.name;

/** A rule that a text breaks, and what would be right. The text goes into answers. */
enum NameRule {
    EMPTY("empty", "a name such as www.example.com"),
    TOO_LONG("name-too-long", "at most 253 characters, counted in the xn-- form"),
    LABEL_EMPTY("label-empty", "single dots, with a label between any two"),
    LABEL_TOO_LONG("label-too-long", "labels of at most 63 characters, counted in the xn-- form"),
    HYPHEN_AT_END("hyphen-at-end", "labels that neither begin nor end with a hyphen"),
    /** Browsers let them pass, but the CAs' own rules forbid them, so they could have no HTTPS. */
    HYPHENS_RESERVED("hyphens-reserved", "no hyphens at places 3 and 4, except in xn--"),
    CHARACTER("character", "letters, digits and hyphens, in any script that names may have"),
    PUNYCODE("punycode", "after xn-- what Punycode makes of a name, and nothing else"),
    DIRECTION("direction", "labels that are written in one direction"),
    JOINER("joiner", "joiners only where the script needs them"),
    TWO_LABELS("two-labels", "a label, a dot and a top-level domain"),
    LAST_LABEL_NUMERIC("last-label-numeric", "a last label that is not a number"),
    ONLY_THE_NAME("only-the-name", "the name alone, without scheme, port or path");

    private final String text;
    private final String expected;

    NameRule(String text, String expected) {
        this.text = text;
        this.expected = expected;
    }

    String text() {
        return text;
    }

    String expected() {
        return expected;
    }
}
