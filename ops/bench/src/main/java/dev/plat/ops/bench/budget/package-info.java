/** Many router processes on many shards: how many backends they take, and what a whale does. */
@NullMarked
package dev.plat.ops.bench.budget;

import org.jspecify.annotations.NullMarked;
