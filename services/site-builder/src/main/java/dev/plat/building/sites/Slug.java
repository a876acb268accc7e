package dev.plat.building.sites;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Set;
import java.util.regex.Pattern;

/** The first label of a site's host name on the platform's domain. */
final class Slug {

    private static final Pattern FORM = Pattern.compile("[a-z0-9](?:-?[a-z0-9]){2,62}");
    private static final Set<String> RESERVED =
            Set.of(
                    "www",
                    "app",
                    "api",
                    "admin",
                    "mail",
                    "ftp",
                    "static",
                    "assets",
                    "cdn",
                    "status",
                    "help",
                    "support",
                    "blog",
                    "docs",
                    "plat",
                    "root",
                    "test",
                    "localhost",
                    "edit",
                    "preview");

    private Slug() {}

    /**
     * Checks a slug as the customer typed it.
     *
     * @throws PlatException {@code slug-invalid} with the rule
     */
    static String check(String text) {
        if (!FORM.matcher(text).matches()) {
            throw invalid(text, "3 to 63 lower-case letters, digits and single hyphens inside");
        }
        if (RESERVED.contains(text)) {
            throw invalid(text, "a name the platform does not use itself");
        }
        return text;
    }

    private static PlatException invalid(String text, String expected) {
        return new PlatException(
                ErrorCode.SLUG_INVALID,
                "This cannot be a site's address.",
                "field",
                "slug",
                "value",
                text.length() > 80 ? text.substring(0, 80) + "…" : text,
                "expected",
                expected);
    }
}
