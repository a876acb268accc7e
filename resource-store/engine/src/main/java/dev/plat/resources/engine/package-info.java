/**
 * Bytes on one machine's disk: small ones in RocksDB, large ones as plain files beside it. The
 * heart of a file server and the cache of a hosting node; it knows nothing of HTTP, maps or
 * replicas.
 */
@NullMarked
package dev.plat.resources.engine;

import org.jspecify.annotations.NullMarked;
