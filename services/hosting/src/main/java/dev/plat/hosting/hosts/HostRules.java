package dev.plat.hosting.hosts;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which host names a site may have: one label below the domain of published sites.
 *
 * <p>Threads: safe.
 */
public final class HostRules {

    private static final Pattern SLUG = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** Names that people would take for ours. */
    private static final Set<String> RESERVED =
            Set.of(
                    "www",
                    "app",
                    "api",
                    "admin",
                    "mail",
                    "smtp",
                    "ftp",
                    "ns1",
                    "ns2",
                    "plat",
                    "status",
                    "support",
                    "help",
                    "login",
                    "account",
                    "localhost",
                    "autoconfig",
                    "autodiscover",
                    "wpad",
                    "isatap",
                    "postmaster",
                    "abuse",
                    "webmaster");

    private final String suffix;

    /**
     * @param sitesDomain domain below which published sites stand, without a leading dot
     */
    public HostRules(String sitesDomain) {
        this.suffix = "." + sitesDomain;
    }

    /**
     * The name that is reserved for this host.
     *
     * @throws PlatException {@code slug-invalid} with the value and what is allowed
     */
    Name name(String host) {
        if (!host.endsWith(suffix)) {
            throw invalid(host, "a name ending in " + suffix);
        }
        String slug = host.substring(0, host.length() - suffix.length());
        if (!SLUG.matcher(slug).matches() || slug.startsWith("xn--")) {
            throw invalid(
                    slug,
                    "1 to 63 lower-case letters, digits and hyphens, a hyphen at neither end");
        }
        if (RESERVED.contains(slug)) {
            throw invalid(slug, "a name that is not one of Plat's own");
        }
        return new Name(NameKind.HOST, host);
    }

    /** The host of a slug. */
    String host(String slug) {
        return slug + suffix;
    }

    private static PlatException invalid(String value, String expected) {
        return new PlatException(
                ErrorCode.SLUG_INVALID,
                "A site cannot have this name.",
                "value",
                value.length() > 80 ? value.substring(0, 80) + "…" : value,
                "expected",
                expected);
    }
}
