package dev.plat.building.render;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of one CSS declaration token by token (CSS Syntax Level 3, §4, without escapes
 * outside strings) and writes back the tokens it read, so that nothing gets out that was not
 * checked. Functions come from an allow-list; {@code url()} takes own media only. A value can
 * therefore never hold {@code ; { } <} outside a string, nor {@code <} inside one.
 *
 * <p>An own reader, because ph-css 8.1 refuses arithmetic inside {@code clamp()}, {@code min()} and
 * {@code max()}, which good templates live on (see RATIONALE.md).
 */
final class CssValue {

    private static final int CHARS_MAX = 2_000;
    private static final int DEPTH_MAX = 12;

    private static final Set<String> FUNCTIONS =
            Set.of(
                    "abs",
                    "attr",
                    "blur",
                    "brightness",
                    "calc",
                    "circle",
                    "clamp",
                    "color",
                    "color-mix",
                    "conic-gradient",
                    "contrast",
                    "counter",
                    "counters",
                    "cubic-bezier",
                    "drop-shadow",
                    "ellipse",
                    "env",
                    "fit-content",
                    "grayscale",
                    "hsl",
                    "hsla",
                    "hue-rotate",
                    "hwb",
                    "inset",
                    "invert",
                    "lab",
                    "lch",
                    "light-dark",
                    "linear-gradient",
                    "matrix",
                    "matrix3d",
                    "max",
                    "min",
                    "minmax",
                    "mod",
                    "oklab",
                    "oklch",
                    "opacity",
                    "perspective",
                    "polygon",
                    "radial-gradient",
                    "rem",
                    "repeat",
                    "repeating-conic-gradient",
                    "repeating-linear-gradient",
                    "repeating-radial-gradient",
                    "rgb",
                    "rgba",
                    "rotate",
                    "rotate3d",
                    "rotatex",
                    "rotatey",
                    "rotatez",
                    "round",
                    "saturate",
                    "scale",
                    "scale3d",
                    "scalex",
                    "scaley",
                    "scalez",
                    "sepia",
                    "skew",
                    "skewx",
                    "skewy",
                    "steps",
                    "translate",
                    "translate3d",
                    "translatex",
                    "translatey",
                    "translatez",
                    "var");

    private static final Pattern SPACE = Pattern.compile("[ \\t\\r\\n\\f]+");
    private static final Pattern STRING =
            Pattern.compile(
                    "\"(?:[^\"\\\\<\\p{Cntrl}]|\\\\[0-9A-Fa-f]{1,6} ?|\\\\[\"'\\\\])*\""
                            + "|'(?:[^'\\\\<\\p{Cntrl}]|\\\\[0-9A-Fa-f]{1,6} ?|\\\\[\"'\\\\])*'");
    private static final Pattern URL =
            Pattern.compile(
                    "(?i:url)\\(\\s*(?:\"([^\"\\\\]*)\"|'([^'\\\\]*)'|([^\"'()\\\\\\s]*))\\s*\\)");
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[+-]?(?:\\d+(?:\\.\\d+)?|\\.\\d+)(?:[eE][+-]?\\d+)?(?:%|[A-Za-z]{1,8})?");
    private static final Pattern HASH = Pattern.compile("#[A-Za-z0-9_-]+");
    private static final Pattern FUNCTION = Pattern.compile("(-?[A-Za-z][A-Za-z0-9-]*)\\(");
    private static final Pattern IDENT = Pattern.compile("-{0,2}[A-Za-z_][A-Za-z0-9_-]*");
    private static final Pattern IMPORTANT = Pattern.compile("!\\s*(?i:important)$");
    private static final Pattern SIGN = Pattern.compile("[,/()*+-]");

    private final String text;
    private final Function<String, Optional<String>> urls;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int depth;

    private CssValue(String text, Function<String, Optional<String>> urls) {
        this.text = text;
        this.urls = urls;
    }

    /**
     * Reads a value.
     *
     * @param urls what to write for the text of a {@code url()}; empty refuses the value
     * @return the value as it may be written; empty if it may not
     */
    static Optional<String> read(String text, Function<String, Optional<String>> urls) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.length() > CHARS_MAX) {
            return Optional.empty();
        }
        return new CssValue(trimmed, urls).read();
    }

    private Optional<String> read() {
        while (at < text.length()) {
            if (!token() || depth < 0 || depth > DEPTH_MAX) {
                return Optional.empty();
            }
        }
        return depth == 0 ? Optional.of(out.toString()) : Optional.empty();
    }

    private boolean token() {
        if (take(SPACE) != null) {
            out.append(' ');
            return true;
        }
        Matcher url = take(URL);
        if (url != null) {
            String inside = firstPresent(url);
            Optional<String> written = urls.apply(inside);
            written.ifPresent(path -> out.append("url(\"").append(path).append("\")"));
            return written.isPresent();
        }
        Matcher function = take(FUNCTION);
        if (function != null) {
            depth++;
            return FUNCTIONS.contains(function.group(1).toLowerCase(Locale.ROOT))
                    && write(function.group());
        }
        return verbatim(STRING)
                || verbatim(NUMBER)
                || verbatim(HASH)
                || verbatim(IDENT)
                || verbatim(IMPORTANT)
                || sign();
    }

    private boolean sign() {
        Matcher sign = take(SIGN);
        if (sign == null) {
            return false;
        }
        depth += sign.group().equals("(") ? 1 : sign.group().equals(")") ? -1 : 0;
        char before = out.isEmpty() ? ' ' : out.charAt(out.length() - 1);
        // "/*" would open a comment, and "#1url(" look like a function to a careless reader.
        boolean comment = sign.group().equals("*") && before == '/';
        boolean glued = sign.group().equals("(") && " (,/*+-".indexOf(before) < 0;
        return !comment && !glued && write(sign.group());
    }

    private boolean verbatim(Pattern pattern) {
        Matcher matcher = take(pattern);
        return matcher != null && write(matcher.group());
    }

    private boolean write(String token) {
        out.append(token);
        return true;
    }

    private @Nullable Matcher take(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher;
    }

    private static String firstPresent(Matcher matcher) {
        for (int i = 1; i <= matcher.groupCount(); i++) {
            String group = matcher.group(i);
            if (group != null) {
                return group;
            }
        }
        return "";
    }
}
