/**
 * Real PostgreSQL, ZooKeeper and Redis on this machine: for tests through {@link
 * dev.plat.router.testkit.Servers}, and for the local cluster, which keeps their folders. Also how
 * tests wait and how they draw random cases that can be replayed.
 */
@NullMarked
package dev.plat.router.testkit;

import org.jspecify.annotations.NullMarked;
