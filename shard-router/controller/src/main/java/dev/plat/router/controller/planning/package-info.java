/**
 * What an order would carry where: the registry's nodes and what the shards say about themselves,
 * put before the planner. The controller decides with it, and {@code plat shard plan --dry-run}
 * shows the same decision without taking it.
 */
@NullMarked
package dev.plat.router.controller.planning;

import org.jspecify.annotations.NullMarked;
