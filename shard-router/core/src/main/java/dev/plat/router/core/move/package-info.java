/**
 * Carrying buckets from one shard to another while both are in use: the state machine, and what it
 * asks of the world. Pure; {@code postgres} is the world of two servers, the tests' is a simulated
 * one that may break at every step.
 */
@NullMarked
package dev.plat.router.core.move;

import org.jspecify.annotations.NullMarked;
