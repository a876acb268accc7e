/**
 * All arithmetic with money, the books, and the only process that speaks with payment providers.
 * Here stands what puts that process together.
 */
@Configuration
@Requires(property = "plat.application", value = "dev.plat.payments")
@NullMarked
package dev.plat.payments;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
