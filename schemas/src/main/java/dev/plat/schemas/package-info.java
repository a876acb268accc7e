/**
 * The contract every room shares: ids that carry their bucket, keys, tiers, error codes, the ticket
 * one service shows another, and (as resources) the SQL of every tier. Nothing here does I/O.
 */
@NullMarked
package dev.plat.schemas;

import org.jspecify.annotations.NullMarked;
