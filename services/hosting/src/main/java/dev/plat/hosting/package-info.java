/**
 * The process: its settings, its beans, and the order in which a node starts. Visitors are met from
 * what is on this node's disk before anything else is asked.
 */
@Configuration
@Requires(property = "plat.application", value = "dev.plat.hosting")
@NullMarked
package dev.plat.hosting;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
