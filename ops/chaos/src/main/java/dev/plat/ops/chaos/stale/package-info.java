/**
 * Routers that lag behind: frozen, cut off, with wrong clocks, while buckets change their owner
 * again and again under them.
 */
@NullMarked
package dev.plat.ops.chaos.stale;

import org.jspecify.annotations.NullMarked;
