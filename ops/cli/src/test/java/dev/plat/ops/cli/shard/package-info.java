/** Tests of what the command line says. */
@NullMarked
package dev.plat.ops.cli.shard;

import org.jspecify.annotations.NullMarked;
