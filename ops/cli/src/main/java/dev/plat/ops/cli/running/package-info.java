/**
 * A cluster that is running, as a command finds it: what its supervisor wrote down, its registry,
 * and its shards, read as roles that change nothing.
 */
@NullMarked
package dev.plat.ops.cli.running;

import org.jspecify.annotations.NullMarked;
