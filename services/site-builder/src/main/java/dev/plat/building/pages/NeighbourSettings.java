package dev.plat.building.pages;

import io.micronaut.context.annotation.ConfigurationProperties;
import org.jspecify.annotations.Nullable;

/**
 * Where the browser finds the other services, under {@code plat.neighbours.*}.
 *
 * @param domainsOrigin {@code http://plat-app.localhost:8803}; null where customers' own names are
 *     not offered
 * @param checkoutOrigin {@code https://plat-checkout.localhost:8833}; null where nothing is sold
 */
@ConfigurationProperties("plat.neighbours")
public record NeighbourSettings(@Nullable String domainsOrigin, @Nullable String checkoutOrigin) {}
