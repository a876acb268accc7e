package dev.plat.building.render;

import com.helger.css.decl.CSSMediaRule;
import com.helger.css.decl.CSSStyleRule;
import com.helger.css.decl.CascadingStyleSheet;
import com.helger.css.reader.CSSReader;
import com.helger.css.reader.CSSReaderSettings;
import com.helger.css.reader.errorhandler.ThrowingCSSParseErrorHandler;
import com.helger.css.writer.CSSWriterSettings;
import java.util.Optional;
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

    private CssText() {}

    /** A selector list as it may be written. */
    static Optional<String> selector(String text) {
        if (text.length() > SELECTOR_MAX || !SELECTOR.matcher(text).matches()) {
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
