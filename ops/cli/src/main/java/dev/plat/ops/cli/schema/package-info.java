/** The schema of all shards of a tier: whether they are equal, and bringing them up to date. */
@NullMarked
package dev.plat.ops.cli.schema;

import org.jspecify.annotations.NullMarked;
