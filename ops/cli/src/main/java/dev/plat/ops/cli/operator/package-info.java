/** Services' internal endpoints, as whoever may read the cluster's secrets may use them. */
@NullMarked
package dev.plat.ops.cli.operator;

import org.jspecify.annotations.NullMarked;
