/**
 * Moves of buckets between two live shards, by PostgreSQL's own logical replication with row
 * filters: {@code Mover} is the way in, {@code PostgresMoveWorld} what the state machine of {@code
 * core} acts on, and each other class one concern of it. Everything here speaks to the shards over
 * direct connections of {@code plat_mover}, never through a pool.
 */
@NullMarked
package dev.plat.router.postgres.move;

import org.jspecify.annotations.NullMarked;
