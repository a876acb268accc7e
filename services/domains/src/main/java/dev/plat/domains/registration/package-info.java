/**
 * Names that customers buy through Plat. An order is driven to a known end whatever the registry,
 * the line or this process does in between; "nobody knows" is one of its states and not an error.
 */
@NullMarked
package dev.plat.domains.registration;

import org.jspecify.annotations.NullMarked;
