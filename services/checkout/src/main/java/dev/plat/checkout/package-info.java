/**
 * Alone meets the buyer: from the cart over the payment to what was bought. It never computes a
 * price, and it never talks to a payment provider: both are done by the payments service.
 */
@Configuration
@Requires(property = "plat.application", value = "dev.plat.checkout")
@NullMarked
package dev.plat.checkout;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
