/**
 * Customers' own names: who may use which, how they come to a site, and how each gets and keeps its
 * certificate. Its rooms stand below.
 */
@Configuration
@Requires(property = "plat.application", value = "dev.plat.domains")
@NullMarked
package dev.plat.domains;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
