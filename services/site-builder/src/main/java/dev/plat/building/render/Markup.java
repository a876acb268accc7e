package dev.plat.building.render;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The elements and attributes a page may have, and what each attribute may say. */
final class Markup {

    static final Set<String> ELEMENTS =
            Set.of(
                    "a",
                    "abbr",
                    "address",
                    "article",
                    "aside",
                    "b",
                    "blockquote",
                    "body",
                    "br",
                    "button",
                    "caption",
                    "cite",
                    "code",
                    "col",
                    "colgroup",
                    "dd",
                    "del",
                    "details",
                    "dfn",
                    "div",
                    "dl",
                    "dt",
                    "em",
                    "figcaption",
                    "figure",
                    "footer",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "header",
                    "hgroup",
                    "hr",
                    "i",
                    "img",
                    "ins",
                    "kbd",
                    "label",
                    "li",
                    "main",
                    "mark",
                    "nav",
                    "ol",
                    "p",
                    "pre",
                    "q",
                    "s",
                    "samp",
                    "section",
                    "small",
                    "span",
                    "strong",
                    "sub",
                    "summary",
                    "sup",
                    "table",
                    "tbody",
                    "td",
                    "tfoot",
                    "th",
                    "thead",
                    "time",
                    "tr",
                    "u",
                    "ul",
                    "var",
                    "wbr");

    /** Written without end tag and never with children. */
    static final Set<String> VOID = Set.of("br", "col", "hr", "img", "wbr");

    /** Elements whose content goes with them: it is code, or means nothing without its element. */
    static final Set<String> DROPPED_WHOLE =
            Set.of(
                    "applet",
                    "audio",
                    "base",
                    "canvas",
                    "dialog",
                    "embed",
                    "form",
                    "frame",
                    "frameset",
                    "head",
                    "html",
                    "iframe",
                    "input",
                    "link",
                    "listing",
                    "map",
                    "math",
                    "meta",
                    "noembed",
                    "noframes",
                    "noscript",
                    "object",
                    "option",
                    "param",
                    "picture",
                    "plaintext",
                    "portal",
                    "script",
                    "select",
                    "slot",
                    "source",
                    "style",
                    "svg",
                    "template",
                    "textarea",
                    "title",
                    "track",
                    "video",
                    "xmp");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,99}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,5}");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,5}%?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_ -]{0,60}");
    private static final Pattern DATA_NAME = Pattern.compile("data-[a-z][a-z0-9-]{0,60}");
    private static final Pattern ARIA_NAME = Pattern.compile("aria-[a-z]{1,30}");
    private static final Pattern TIME = Pattern.compile("[0-9TZPWDHMSY:+. -]{1,40}");
    private static final int TEXT_MAX = 1_000;

    /** Attributes every element may have, then those of one element: {@code element/attribute}. */
    private static final Map<String, Kind> KINDS =
            Map.ofEntries(
                    Map.entry("id", Kind.NAME),
                    Map.entry("title", Kind.TEXT),
                    Map.entry("lang", Kind.WORD),
                    Map.entry("dir", Kind.WORD),
                    Map.entry("role", Kind.WORD),
                    Map.entry("tabindex", Kind.NUMBER),
                    Map.entry("hidden", Kind.FLAG),
                    Map.entry("a/href", Kind.LINK),
                    Map.entry("a/target", Kind.TARGET),
                    Map.entry("a/hreflang", Kind.WORD),
                    Map.entry("blockquote/cite", Kind.LINK),
                    Map.entry("button/type", Kind.BUTTON),
                    Map.entry("button/disabled", Kind.FLAG),
                    Map.entry("col/span", Kind.NUMBER),
                    Map.entry("colgroup/span", Kind.NUMBER),
                    Map.entry("del/datetime", Kind.TIME),
                    Map.entry("details/open", Kind.FLAG),
                    Map.entry("img/src", Kind.PICTURE),
                    Map.entry("img/alt", Kind.TEXT),
                    Map.entry("img/width", Kind.LENGTH),
                    Map.entry("img/height", Kind.LENGTH),
                    Map.entry("img/loading", Kind.WORD),
                    Map.entry("img/decoding", Kind.WORD),
                    Map.entry("ins/datetime", Kind.TIME),
                    Map.entry("label/for", Kind.NAME),
                    Map.entry("li/value", Kind.NUMBER),
                    Map.entry("ol/start", Kind.NUMBER),
                    Map.entry("ol/reversed", Kind.FLAG),
                    Map.entry("ol/type", Kind.WORD),
                    Map.entry("q/cite", Kind.LINK),
                    Map.entry("td/colspan", Kind.NUMBER),
                    Map.entry("td/rowspan", Kind.NUMBER),
                    Map.entry("td/headers", Kind.WORD),
                    Map.entry("th/colspan", Kind.NUMBER),
                    Map.entry("th/rowspan", Kind.NUMBER),
                    Map.entry("th/headers", Kind.WORD),
                    Map.entry("th/scope", Kind.WORD),
                    Map.entry("th/abbr", Kind.TEXT),
                    Map.entry("time/datetime", Kind.TIME));

    private enum Kind {
        NAME,
        TEXT,
        WORD,
        NUMBER,
        LENGTH,
        TIME,
        FLAG,
        LINK,
        PICTURE,
        TARGET,
        BUTTON
    }

    private Markup() {}

    static boolean knowsAttribute(String element, String name) {
        return kind(element, name).isPresent();
    }

    static boolean isUrl(String element, String name) {
        return kind(element, name)
                .filter(kind -> kind == Kind.LINK || kind == Kind.PICTURE)
                .isPresent();
    }

    /** The value to write for a known attribute; empty if it may not say this. */
    static Optional<String> value(String element, String name, String value) {
        return kind(element, name).flatMap(kind -> value(kind, value));
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static Optional<Kind> kind(String element, String name) {
        if (DATA_NAME.matcher(name).matches() || ARIA_NAME.matcher(name).matches()) {
            return name.startsWith("data-gjs") ? Optional.empty() : Optional.of(Kind.TEXT);
        }
        Kind own = KINDS.get(element + "/" + name);
        return Optional.ofNullable(own == null ? KINDS.get(name) : own);
    }

    private static Optional<String> value(Kind kind, String value) {
        return switch (kind) {
            case NAME -> matching(NAME, value);
            case TEXT -> Optional.of(value).filter(text -> text.length() <= TEXT_MAX);
            case WORD -> matching(WORD, value);
            case NUMBER -> matching(NUMBER, value);
            case LENGTH -> matching(LENGTH, value);
            case TIME -> matching(TIME, value);
            case FLAG -> Optional.of("");
            case LINK -> UrlPolicy.link(value);
            case PICTURE -> UrlPolicy.picture(value);
            case TARGET -> Optional.of(value).filter(Set.of("_blank", "_self")::contains);
            case BUTTON -> Optional.of("button").filter(value::equals);
        };
    }

    private static Optional<String> matching(Pattern pattern, String value) {
        return Optional.of(value).filter(text -> pattern.matcher(text).matches());
    }
}
