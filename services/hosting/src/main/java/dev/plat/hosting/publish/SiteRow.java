package dev.plat.hosting.publish;

import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.Id;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code site_live}.
 *
 * @param generation 0 before the first deploy
 * @param release null before the first deploy
 * @param manifest null before the first deploy
 */
public record SiteRow(
        Id site,
        String host,
        Id owner,
        long generation,
        @Nullable Id release,
        @Nullable Sha256 manifest) {}
