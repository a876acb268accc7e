package dev.plat.hosting.names;

import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import org.jspecify.annotations.Nullable;

/**
 * What a name is to do.
 *
 * @param version 1 or more, counted by the domains service
 * @param site null for a redirect or a wildcard
 * @param routed whether visitors are served
 * @param redirectTo another name, or null
 * @param hsts whether browsers are told to come by HTTPS only
 */
public record Routing(
        long version,
        @Nullable Id site,
        boolean routed,
        @Nullable String redirectTo,
        boolean hsts) {

    public Routing {
        TextRules.version(version);
        if (redirectTo != null) {
            TextRules.name(redirectTo);
        }
    }

    /**
     * @throws PlatException {@code field-invalid} when visitors could be shown nothing
     */
    void expectTarget(String name) {
        if (redirectTo != null && redirectTo.equals(name)) {
            throw PlatException.invalidField("redirectTo", redirectTo, "another name");
        }
        if (routed && site == null && redirectTo == null && !name.startsWith("*.")) {
            throw PlatException.invalidField("site", "null", "a site, or a name to redirect to");
        }
    }
}
