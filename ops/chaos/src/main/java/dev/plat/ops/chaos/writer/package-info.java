/**
 * A process that writes and reads through the router as a service would, and keeps its own account
 * of what it was told, outside every database. What the account and the databases say must agree
 * whatever was done to the process, its shards, or the registry meanwhile.
 */
@NullMarked
package dev.plat.ops.chaos.writer;

import org.jspecify.annotations.NullMarked;
