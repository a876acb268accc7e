/** What every measurement stands on: a tier on real servers, child JVMs, progress, targets. */
@NullMarked
package dev.plat.ops.bench.rig;

import org.jspecify.annotations.NullMarked;
