/** The site-builder's process: what customers sign in to, build with, and publish from. */
@Configuration
@Requires(property = "plat.application", value = "dev.plat.building")
@NullMarked
package dev.plat.building;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
