/**
 * A small cluster for faults: PostgreSQL servers, ZooKeeper behind connections that can be cut, and
 * processes around them that can be stopped, frozen and killed.
 */
@NullMarked
package dev.plat.ops.chaos.rig;

import org.jspecify.annotations.NullMarked;
