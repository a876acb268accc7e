package dev.plat.building.render;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which URLs may stand in a page. They are read the way a browser reads them (WHATWG URL: controls
 * and spaces stripped at both ends, tabs and line ends taken out everywhere, backslashes as
 * slashes), and what was checked is what is written.
 */
final class UrlPolicy {

    /** A picture that small may travel inside the document; anything larger is media. */
    static final int DATA_URL_CHARS_MAX = 4 * 1024;

    private static final int URL_CHARS_MAX = 2_048;
    private static final Set<String> LINK_SCHEMES = Set.of("https", "http", "mailto", "tel");
    private static final Set<String> PICTURE_SCHEMES = Set.of("https");
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.\\-]*):.*");
    private static final Pattern DATA_PICTURE =
            Pattern.compile("data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}");
    private static final Pattern NOT_ALLOWED = Pattern.compile("[\\x00-\\x20\\x7f\"<>`{}]");

    private UrlPolicy() {}

    /** A place to go to: {@code https}, {@code http}, {@code mailto}, {@code tel}, relative. */
    static Optional<String> link(String raw) {
        return allowed(raw, LINK_SCHEMES);
    }

    /**
     * A picture to show: an own one by its API path, {@code https}, relative, or a small {@code
     * data:} picture.
     *
     * @throws PlatException inline-asset-too-large for a data URL beyond the limit
     */
    static Optional<String> picture(String raw) {
        String url = asBrowsersRead(raw);
        if (url.regionMatches(true, 0, "data:", 0, 5)) {
            if (url.length() > DATA_URL_CHARS_MAX) {
                throw new PlatException(
                        ErrorCode.INLINE_ASSET_TOO_LARGE,
                        "A picture stands inside the document; upload it and refer to it.",
                        "value",
                        url.substring(0, 40) + "…",
                        "found",
                        url.length(),
                        "limit",
                        DATA_URL_CHARS_MAX,
                        "expected",
                        "the URL of an uploaded picture");
            }
            return Optional.of(url).filter(data -> DATA_PICTURE.matcher(data).matches());
        }
        return allowed(raw, PICTURE_SCHEMES);
    }

    /** Only own media, for style sheets. */
    static Optional<MediaReference> ownMedia(String raw) {
        return MediaReference.parse(asBrowsersRead(raw));
    }

    /** Does a link lead to another host? */
    static boolean leadsOut(String url) {
        return url.startsWith("//")
                || url.regionMatches(true, 0, "http:", 0, 5)
                || url.regionMatches(true, 0, "https:", 0, 6);
    }

    private static Optional<String> allowed(String raw, Set<String> schemes) {
        String url = asBrowsersRead(raw);
        Matcher scheme = SCHEME.matcher(url);
        if (url.length() > URL_CHARS_MAX || NOT_ALLOWED.matcher(url).find()) {
            return Optional.empty();
        }
        if (!scheme.matches()) {
            return Optional.of(url);
        }
        return schemes.contains(scheme.group(1).toLowerCase(Locale.ROOT))
                ? Optional.of(url)
                : Optional.empty();
    }

    private static String asBrowsersRead(String raw) {
        int from = 0;
        int to = raw.length();
        while (from < to && raw.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && raw.charAt(to - 1) <= ' ') {
            to--;
        }
        String url = raw.substring(from, to).replaceAll("[\\t\\n\\r]", "");
        int query = firstOf(url, '?', '#');
        // A blank in a path is a person's file name; browsers send it as %20.
        return url.substring(0, query).replace('\\', '/').replace(" ", "%20")
                + url.substring(query).replace(" ", "%20");
    }

    private static int firstOf(String text, char a, char b) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == a || text.charAt(i) == b) {
                return i;
            }
        }
        return text.length();
    }
}
