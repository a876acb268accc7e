package dev.plat.domains.name;

import com.ibm.icu.text.IDNA;
import java.io.Serial;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * UTS #46, non-transitional, with STD3 rules, CheckBidi and ContextJ, as ICU does it. The JDK's own
 * {@code java.net.IDN} is IDNA2003: it turns {@code straße.de} into {@code strasse.de}, which is
 * somebody else's.
 *
 * <p>Threads: safe.
 *
 * @see <a href="https://www.unicode.org/reports/tr46/">UTS #46</a>
 */
final class NormalForm {

    private static final IDNA UTS46 =
            IDNA.getUTS46Instance(
                    IDNA.USE_STD3_RULES
                            | IDNA.CHECK_BIDI
                            | IDNA.CHECK_CONTEXTJ
                            | IDNA.NONTRANSITIONAL_TO_ASCII
                            | IDNA.NONTRANSITIONAL_TO_UNICODE);

    /** The full stop and those that UTS #46 maps to it. */
    private static final Pattern DOTS = Pattern.compile("[.\u3002\uff0e\uff61]");

    private NormalForm() {}

    /**
     * A-labels without a final dot.
     *
     * @throws Broken with the rule
     */
    static String ascii(String text) {
        IDNA.Info info = new IDNA.Info();
        StringBuilder ascii = new StringBuilder();
        UTS46.nameToASCII(text, ascii, info);
        if (ascii.isEmpty() || ".".contentEquals(ascii)) {
            throw new Broken(NameRule.EMPTY, "");
        }
        if (info.hasErrors()) {
            throw broken(text, info.getErrors());
        }
        int last = ascii.length() - 1;
        if (ascii.charAt(last) == '.') {
            ascii.setLength(last);
        }
        String name = ascii.toString();
        if (name.length() > HostName.LENGTH_MAX) {
            throw new Broken(NameRule.TOO_LONG, "");
        }
        return name;
    }

    /** U-labels of what {@link #ascii} made. */
    static String display(String ascii) {
        StringBuilder display = new StringBuilder();
        UTS46.nameToUnicode(ascii, display, new IDNA.Info());
        return display.toString();
    }

    /** The label that breaks a rule on its own; none where only the whole name does. */
    private static Broken broken(String text, Set<IDNA.Error> errors) {
        for (String label : DOTS.split(text, -1)) {
            IDNA.Info info = new IDNA.Info();
            UTS46.labelToASCII(label, new StringBuilder(), info);
            if (info.hasErrors()) {
                return new Broken(rule(info.getErrors()), label);
            }
        }
        return new Broken(rule(errors), "");
    }

    private static NameRule rule(Set<IDNA.Error> errors) {
        // Of several the first in ICU's order, except that a broken xn-- also has wrong characters.
        IDNA.Error first =
                errors.contains(IDNA.Error.INVALID_ACE_LABEL)
                        ? IDNA.Error.INVALID_ACE_LABEL
                        : errors.iterator().next();
        return switch (first) {
            case EMPTY_LABEL -> NameRule.LABEL_EMPTY;
            case LABEL_TOO_LONG -> NameRule.LABEL_TOO_LONG;
            case DOMAIN_NAME_TOO_LONG -> NameRule.TOO_LONG;
            case LEADING_HYPHEN, TRAILING_HYPHEN -> NameRule.HYPHEN_AT_END;
            case HYPHEN_3_4 -> NameRule.HYPHENS_RESERVED;
            case LEADING_COMBINING_MARK, DISALLOWED, LABEL_HAS_DOT -> NameRule.CHARACTER;
            case PUNYCODE, INVALID_ACE_LABEL -> NameRule.PUNYCODE;
            case BIDI -> NameRule.DIRECTION;
            case CONTEXTJ, CONTEXTO_PUNCTUATION, CONTEXTO_DIGITS -> NameRule.JOINER;
        };
    }

    /** A rule is broken; caught in this package, where the answer is made of it. */
    static final class Broken extends RuntimeException {

        @Serial private static final long serialVersionUID = 1;

        private final NameRule rule;
        private final String label;

        Broken(NameRule rule, String label) {
            super(rule.text(), null, false, false);
            this.rule = rule;
            this.label = label;
        }

        NameRule rule() {
            return rule;
        }

        /** Empty where it is no single label's fault. */
        String label() {
            return label;
        }
    }
}
