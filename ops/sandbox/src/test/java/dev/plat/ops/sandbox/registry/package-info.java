/** The registry as a process, and what Plat does with it. */
@NullMarked
package dev.plat.ops.sandbox.registry;

import org.jspecify.annotations.NullMarked;
