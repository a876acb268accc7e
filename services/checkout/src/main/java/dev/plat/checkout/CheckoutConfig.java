package dev.plat.checkout;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * How purchases are made.
 *
 * @param pages where buyers come back to, with the order's id behind it; an https address, or one
 *     below {@code localhost}
 */
@ConfigurationProperties("plat.checkout")
record CheckoutConfig(String pages) {}
