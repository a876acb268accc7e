/**
 * The router without I/O: the bucket map and how two statements about a bucket merge, the
 * registry's records, deadlines, and the interfaces through which services meet the router and the
 * router's rooms meet each other.
 */
@NullMarked
package dev.plat.router.core;

import org.jspecify.annotations.NullMarked;
