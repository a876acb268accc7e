/**
 * Faults against real processes, as commands: each prints its seed, its progress and its verdict.
 */
@NullMarked
package dev.plat.ops.chaos;

import org.jspecify.annotations.NullMarked;
