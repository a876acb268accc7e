/**
 * The registry in ZooKeeper: tiers, nodes, bucket maps, live instances. The only room that knows
 * ZooKeeper; what it last said is kept in memory and on disk, so that nothing here stops when
 * ZooKeeper does.
 */
@NullMarked
package dev.plat.router.registry;

import org.jspecify.annotations.NullMarked;
