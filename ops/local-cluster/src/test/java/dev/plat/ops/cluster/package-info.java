/**
 * Scenarios: the whole system as real processes, used as its users would, and broken on purpose.
 */
@NullMarked
package dev.plat.ops.cluster;

import org.jspecify.annotations.NullMarked;
