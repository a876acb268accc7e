/** The comparison side by side: what a transaction costs over the router and over others. */
@NullMarked
package dev.plat.ops.bench.router;

import org.jspecify.annotations.NullMarked;
