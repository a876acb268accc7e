package dev.plat.building.sites;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/**
 * A row of {@code page}.
 *
 * @param path below the site's root without slashes at the ends; empty for the home page
 */
@MappedEntity("page")
public record PageRow(
        short bucket,
        @Id UUID pageId,
        UUID siteId,
        UUID documentId,
        String path,
        String title,
        int position) {}
