package dev.plat.building.pages;

import io.micronaut.context.annotation.ConfigurationProperties;
import org.jspecify.annotations.Nullable;

/**
 * Where the browser finds the other services, under {@code plat.neighbours.*}.
 *
 * @param domainsOrigin {@code http://plat-app.localhost:8803}; null where customers' own names are
 *     not offered
 */
@ConfigurationProperties("plat.neighbours")
record NeighbourSettings(@Nullable String domainsOrigin) {}
