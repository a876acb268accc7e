/**
 * Measurements of the router beside others, as commands: each prints what it found and its target.
 */
@NullMarked
package dev.plat.ops.bench;

import org.jspecify.annotations.NullMarked;
