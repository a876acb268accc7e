/**
 * Those that are compared, behind one interface: the same JDBC code runs over the bare pool, over
 * the router and over ShardingSphere.
 */
@NullMarked
package dev.plat.ops.bench.contender;

import org.jspecify.annotations.NullMarked;
