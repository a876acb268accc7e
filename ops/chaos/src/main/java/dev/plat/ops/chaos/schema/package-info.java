/**
 * A change of the schema goes over many shards in rings and meets an obstacle on one of them: it
 * must stop there, say so, and go on when it is run again.
 */
@NullMarked
package dev.plat.ops.chaos.schema;

import org.jspecify.annotations.NullMarked;
