package dev.plat.building.access;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/**
 * A row of {@code site}.
 *
 * @param generation of the live release this site was published as; 0 before the first
 */
@MappedEntity("site")
public record SiteRow(
        short bucket,
        @Id UUID siteId,
        UUID ownerId,
        String slug,
        String title,
        long generation,
        Instant created) {}
