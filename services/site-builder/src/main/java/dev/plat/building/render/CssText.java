package dev.plat.building.render;

import com.helger.css.decl.CSSMediaRule;
import com.helger.css.decl.CSSStyleRule;
import com.helger.css.decl.CascadingStyleSheet;
import com.helger.css.reader.CSSReader;
import com.helger.css.reader.CSSReaderSettings;
import com.helger.css.reader.errorhandler.ThrowingCSSParseErrorHandler;
import com.helger.css.writer.CSSWriterSettings;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Selectors and media queries through ph-css. A guard on characters comes first, so that no text
 * can leave the place it is put in; then ph-css must read exactly one thing of the expected kind.
 */
final class CssText {

    private static final int SELECTOR_MAX = 1_000;
    private static final int MEDIA_MAX = 300;
    private static final Pattern SELECTOR =
            Pattern.compile("[A-Za-z0-9_\\-.#:>+~*\\s,\\[\\]=\"'()^$|]+");
    private static final Pattern MEDIA = Pattern.compile("[A-Za-z0-9_\\-.:,\\s()/]+");
    private static final Pattern KEYFRAME =
            Pattern.compile(
                    "(?:from|to|\\d{1,3}(?:\\.\\d{1,3})?%)(?:\\s*,\\s*(?:from|to|\\d{1,3}(?:\\.\\d{1,3})?%))*");

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");
    private static final Pattern STATE = Pattern.compile("::?([A-Za-z0-9_-]*)");
    private static final Pattern VENDORS = Pattern.compile("-(?:webkit|moz|ms)-[a-z-]+");

    /** Pseudo-classes and pseudo-elements of Selectors 4 and CSS Pseudo 4 that styles use. */
    private static final Set<String> STATES =
            Set.of(
                    "active",
                    "after",
                    "any-link",
                    "backdrop",
                    "before",
                    "checked",
                    "default",
                    "disabled",
                    "empty",
                    "enabled",
                    "file-selector-button",
                    "first-child",
                    "first-letter",
                    "first-line",
                    "first-of-type",
                    "focus",
                    "focus-visible",
                    "focus-within",
                    "has",
                    "hover",
                    "in-range",
                    "indeterminate",
                    "invalid",
                    "is",
                    "lang",
                    "last-child",
                    "last-of-type",
                    "link",
                    "marker",
                    "not",
                    "nth-child",
                    "nth-last-child",
                    "nth-last-of-type",
                    "nth-of-type",
                    "only-child",
                    "only-of-type",
                    "optional",
                    "out-of-range",
                    "placeholder",
                    "placeholder-shown",
                    "read-only",
                    "read-write",
                    "required",
                    "root",
                    "selection",
                    "target",
                    "user-invalid",
                    "user-valid",
                    "valid",
                    "visited",
                    "where");

    private CssText() {}

    /** A selector list as it may be written. */
    static Optional<String> selector(String text) {
        if (text.length() > SELECTOR_MAX
                || !SELECTOR.matcher(text).matches()
                || !statesKnown(text)) {
            return Optional.empty();
        }
        return sheet(text + "{color:red}")
                .filter(sheet -> sheet.getRuleCount() == 1)
                .map(sheet -> sheet.getRuleAtIndex(0))
                .filter(CSSStyleRule.class::isInstance)
                .map(CSSStyleRule.class::cast)
                .map(rule ->
                        rule.getAllSelectors().stream()
                                .map(one -> one.getAsCSSString(writer(), 0))
                                .collect(Collectors.joining(",")));
    }

    /**
     * Browsers drop a rule with a state that they do not know, and a scheme before a colon looks
     * like one.
     */
    private static boolean statesKnown(String selector) {
        return STATE.matcher(QUOTED.matcher(selector).replaceAll("\"\""))
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .allMatch(name -> STATES.contains(name) || VENDORS.matcher(name).matches());
    }

    /** What stands after {@code @media}. */
    static Optional<String> media(String text) {
        if (text.length() > MEDIA_MAX || !MEDIA.matcher(text).matches()) {
            return Optional.empty();
        }
        return sheet("@media " + text + "{a{color:red}}")
                .filter(sheet -> sheet.getRuleCount() == 1)
                .map(sheet -> sheet.getRuleAtIndex(0))
                .filter(CSSMediaRule.class::isInstance)
                .map(_ -> text.strip());
    }

    /** The selector of one block inside {@code @keyframes}. */
    static boolean isKeyframe(String text) {
        return KEYFRAME.matcher(text.strip()).matches();
    }

    private static Optional<CascadingStyleSheet> sheet(String text) {
        return Optional.ofNullable(CSSReader.readFromStringReader(text, strict()));
    }

    private static CSSReaderSettings strict() {
        return new CSSReaderSettings()
                .setBrowserCompliantMode(false)
                .setCustomErrorHandler(new ThrowingCSSParseErrorHandler())
                .setCustomExceptionHandler(_ -> {});
    }

    private static CSSWriterSettings writer() {
        return new CSSWriterSettings(true);
    }
}
