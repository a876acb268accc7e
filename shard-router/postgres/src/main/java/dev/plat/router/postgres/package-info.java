/**
 * The way to a tier's PostgreSQL shards: pools and admission, the fence in front of every
 * transaction, retries when a bucket has moved or a shard is away, and how shards are made and
 * migrated. The only room that imports HikariCP, pgjdbc and Flyway.
 */
@NullMarked
package dev.plat.router.postgres;

import org.jspecify.annotations.NullMarked;
