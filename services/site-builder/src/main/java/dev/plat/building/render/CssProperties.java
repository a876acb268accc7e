package dev.plat.building.render;

import java.util.regex.Pattern;

/** The properties a rule may set, by family: {@code border} covers {@code border-top-color}. */
final class CssProperties {

    private static final String FAMILIES =
            "accent-color|align|animation|appearance|aspect-ratio|backdrop-filter|backface-visibility"
                    + "|background|block-size|border|bottom|box|break|caption-side|caret-color|clear|clip-path"
                    + "|color|column|columns|column-rule|contain|content|counter|cursor|direction|display"
                    + "|empty-cells|filter|flex|float|font|gap|grid|hanging-punctuation|height|hyphens"
                    + "|image-rendering|inline-size|inset|isolation|justify|left|letter-spacing|line|line-height"
                    + "|list-style|margin|mask|max|min|mix-blend-mode|object|opacity|order|orphans|outline"
                    + "|overflow|overscroll-behavior|padding|page-break|perspective|place|pointer-events"
                    + "|position|quotes|resize|right|rotate|row|scale|scroll|scrollbar|shape|tab-size"
                    + "|table-layout|text|top|touch-action|transform|transition|translate|unicode-bidi"
                    + "|user-select|vertical-align|visibility|white-space|widows|width|will-change|word"
                    + "|writing-mode|z-index|zoom";

    private static final Pattern ALLOWED =
            Pattern.compile(
                    "(?:-webkit-(?:line-clamp|box-orient|font-smoothing|text-size-adjust|backdrop-filter)"
                            + "|-moz-osx-font-smoothing|(?:"
                            + FAMILIES
                            + ")(?:-[a-z]{1,20}){0,4})");

    private static final Pattern CUSTOM = Pattern.compile("--[A-Za-z0-9_][A-Za-z0-9_-]{0,60}");

    private CssProperties() {}

    static boolean allow(String property) {
        return ALLOWED.matcher(property).matches() || CUSTOM.matcher(property).matches();
    }
}
