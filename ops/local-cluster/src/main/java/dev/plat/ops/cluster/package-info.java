/**
 * The whole system on one machine: real PostgreSQL servers, ZooKeeper, Redis, file servers and
 * services, each a process of its own, started in order and supervised from here. {@code plat up},
 * scenario tests and benchmarks all use it.
 */
@NullMarked
package dev.plat.ops.cluster;

import org.jspecify.annotations.NullMarked;
