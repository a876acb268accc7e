/**
 * What stands between an operator's wish and the moves that fulfil it: durable orders, and which of
 * several controllers acts on them.
 */
@NullMarked
package dev.plat.router.core.orders;

import org.jspecify.annotations.NullMarked;
