/**
 * What every service's process shares: its settings, its secrets, and the beans that bind Micronaut
 * to the router, the registry and the resource store.
 */
@NullMarked
package dev.plat.chassis;

import org.jspecify.annotations.NullMarked;
