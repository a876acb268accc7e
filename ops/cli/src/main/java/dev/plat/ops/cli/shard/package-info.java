/**
 * What an operator does with database shards: one class for each word. A word that moves something
 * writes an order down and follows it; the work is the controller's, and goes on without the
 * terminal.
 */
@NullMarked
package dev.plat.ops.cli.shard;

import org.jspecify.annotations.NullMarked;
